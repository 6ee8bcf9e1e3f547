import type { Sql, SqlTransaction, SqlValue } from './sql.ts';

/** What a driver answers to one statement. */
export interface Answer {
  rows: unknown[];
  /** How many rows it changed or found. */
  count: number;
  /** What the server says it did; `ROLLBACK` to the `commit` of a transaction that had failed. */
  command?: string;
}

/** Sends one statement by a driver; rows come as objects or as arrays. */
export type Send = (
  text: string,
  values: readonly SqlValue[] | undefined,
  rowsAs: 'objects' | 'arrays',
) => Promise<Answer>;

/** The four ways to ask, over any driver. */
export function sqlOver(send: Send): Sql {
  return {
    all: async <T extends object>(text: string, values?: readonly SqlValue[]) =>
      (await send(text, values, 'objects')).rows as T[],
    rows: async <T extends readonly unknown[]>(text: string, values?: readonly SqlValue[]) =>
      (await send(text, values, 'arrays')).rows as T[],
    get: async <T extends object>(text: string, values?: readonly SqlValue[]) =>
      ((await send(text, values, 'objects')).rows[0] ?? null) as T | null,
    run: async (text, values) => (await send(text, values, 'objects')).count,
  };
}

/** Sends one statement after the other, in the order in which they were given. */
export function inOrder(send: Send): Send {
  let last: Promise<unknown> = Promise.resolve();
  return (text, values, rowsAs) => {
    const next = last.then(() => send(text, values, rowsAs));
    last = next.then(
      () => {},
      () => {},
    );
    return next;
  };
}

/** Keys of what was done once and committed, for all transactions of one `PostgresConnection`. */
export type Done = Set<string>;

/** Statements of a transaction that has begun. `commit` notes what it did once, after the driver has committed. */
export function transactionOver(send: Send, done: Done): { sql: SqlTransaction; commit: () => void } {
  const sql = sqlOver(send);
  let changes = new Map<string, boolean>();
  let depth = 0;
  const transaction: SqlTransaction = {
    ...sql,
    async savepoint(part) {
      const before = new Map(changes);
      const name = `part_${++depth}`;
      await sql.run(`savepoint ${name}`);
      try {
        const result = await part();
        await sql.run(`release savepoint ${name}`);
        return result;
      } catch (error) {
        changes = before;
        await sql.run(`rollback to savepoint ${name}`);
        await sql.run(`release savepoint ${name}`);
        throw error;
      } finally {
        depth--;
      }
    },
    async once(key, work) {
      if (changes.get(key) ?? done.has(key)) return;
      await work();
      changes.set(key, true);
    },
    again: (key) => void changes.set(key, false),
  };
  const commit = () => {
    for (const [key, isDone] of changes) isDone ? done.add(key) : done.delete(key);
  };
  return { sql: transaction, commit };
}
