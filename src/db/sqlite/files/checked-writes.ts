import type { NativeDatabase } from '../connection.ts';

const callsOfStatement = ['run', 'get', 'all', 'iterate'] as const;

/**
 * Calls `check` before each write of a connection is committed, whoever makes it: a store, the ORM, retention. What
 * `check` throws undoes the write. Statements that were prepared before are not checked.
 */
export function checkWrites(native: NativeDatabase, check: () => void): void {
  const { prepare, transaction } = native;
  const outsideTransaction = () => {
    if (!native.inTransaction) check();
  };
  const checkedPrepare = (source: string) => {
    const statement = prepare.call(native, source);
    if (statement.readonly) return statement;
    for (const name of callsOfStatement) {
      const call = statement[name] as (...args: unknown[]) => unknown;
      const checked = (...args: unknown[]) => {
        outsideTransaction();
        return call.apply(statement, args);
      };
      Object.defineProperty(statement, name, { value: checked });
    }
    return statement;
  };
  // A statement within it would be one stat too many: a chain has hundreds. The last moment before the commit counts.
  const checkedTransaction = (work: (...args: unknown[]) => unknown) =>
    transaction.call(native, (...args: unknown[]) => {
      const result = work(...args);
      check();
      return result;
    });
  Object.defineProperty(native, 'prepare', { value: checkedPrepare });
  Object.defineProperty(native, 'transaction', { value: checkedTransaction });
}
