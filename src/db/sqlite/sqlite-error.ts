import { type ErrorCode, isErrorCode, messageOf, SpyglassError } from '../../base/errors.ts';
import { guardedBy } from '../guarded.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';

/** SQLite's primary result codes that a person can do something about. Extended ones (`_CORRUPT_INDEX`) start alike. */
const meanings: readonly { prefix: string; code: ErrorCode; says: string }[] = [
  { prefix: 'SQLITE_FULL', code: 'database_full', says: 'there is no room left for' },
  { prefix: 'SQLITE_BUSY', code: 'database_busy', says: 'another process keeps a lock on' },
  { prefix: 'SQLITE_LOCKED', code: 'database_busy', says: 'another connection keeps a lock on' },
  { prefix: 'SQLITE_CORRUPT', code: 'database_broken', says: 'there is damage in' },
  { prefix: 'SQLITE_NOTADB', code: 'database_broken', says: 'there is no database in' },
  { prefix: 'SQLITE_READONLY', code: 'data_dir', says: 'nothing may be written to' },
  { prefix: 'SQLITE_CANTOPEN', code: 'data_dir', says: 'nothing could be opened at' },
  { prefix: 'SQLITE_PERM', code: 'data_dir', says: 'access was refused to' },
  { prefix: 'SQLITE_IOERR', code: 'data_dir', says: 'reading or writing failed on' },
];

/** The `SQLITE_…` code of anything thrown, also from inside the ORM's own errors; `null` where there is none. */
export function sqliteCode(thrown: unknown): string | null {
  let error = thrown;
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    if ('code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_'))
      return error.code;
    error = 'cause' in error ? error.cause : 'previous' in error ? error.previous : null;
  }
  return null;
}

/** Whether a row was refused by a CHECK, NOT NULL or UNIQUE of the schema. */
export function isConstraintError(thrown: unknown): boolean {
  return sqliteCode(thrown)?.startsWith('SQLITE_CONSTRAINT') ?? false;
}

/**
 * SQLite's expected failures as a `SpyglassError` that names the file, and as a `RejectedRow` where a row breaks a rule of
 * the schema; everything else as it came.
 */
export function toDatabaseError(thrown: unknown, path: string): unknown {
  if (thrown instanceof SpyglassError) return thrown;
  if (thrown instanceof Error && 'code' in thrown && isErrorCode(thrown.code)) {
    // The ORM makes an error of its own of each, with the properties of the one before.
    const hint = 'hint' in thrown && typeof thrown.hint === 'string' ? thrown.hint : undefined;
    return new SpyglassError(thrown.code, thrown.message, { cause: thrown, ...(hint && { hint }) });
  }
  if (isConstraintError(thrown)) return new RejectedRow(messageOf(thrown), { cause: thrown });
  const code = sqliteCode(thrown);
  const meaning = code === null ? undefined : meanings.find(({ prefix }) => code.startsWith(prefix));
  if (!meaning) return thrown;
  return new SpyglassError(meaning.code, `${meaning.says} ${path}: ${messageOf(thrown)} (${code})`, {
    cause: thrown,
  });
}

/** The same object with every method's errors, thrown or rejected, passed through `toDatabaseError`. */
export function guarded<T extends object>(store: T, path: string): T {
  return guardedBy(store, (thrown) => toDatabaseError(thrown, path));
}
