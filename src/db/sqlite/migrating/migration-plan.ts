import { SpyglassError } from '../../../base/errors.ts';

/** What one migration costs. */
export interface MigrationCost {
  name: string;
  /** Tables that it makes anew, row by row; `all` where the migration does not say. */
  rewrites: readonly string[] | 'all';
  /** Tables that it reads from end to end, such as to hold new CHECKs against the rows; `all` where it does not say. */
  reads: readonly string[] | 'all';
}

/** A database as it is before it is migrated. */
export interface DatabaseBefore {
  path: string;
  /** Last migration that it has been through; `none` before the first. */
  from: string;
  /** Migrations that are due, oldest first. */
  pending: readonly MigrationCost[];
  /** Rows by table, as the numbers of the first and the last one say: never too few. */
  rows: Readonly<Record<string, number>>;
  /** Size of the database with its log. */
  bytes: number;
  /** What is free on its disk, for this user; `null` where that is not known. */
  freeBytes: number | null;
  /** A file beside the database that does not exist yet. */
  backupPath: string;
}

/** From when on a migration is large. */
export interface LargeLimits {
  rows: number;
  ms: number;
}

/**
 * A start that takes longer than half a minute looks hung, and the chain would miss a poll or more without a word; a million
 * rewritten rows are about a quarter of a gigabyte, which not every disk has to spare. Whoever owns the recordings chooses
 * the hour then.
 */
export const largeLimits: LargeLimits = { rows: 1_000_000, ms: 30_000 };

/** What migrating a database takes, before anything of it is done. */
export interface MigrationPlan {
  path: string;
  from: string;
  /** Last migration that it will have been through. */
  to: string;
  /** Names of the migrations that are due, oldest first. */
  pending: string[];
  rowsRewritten: number;
  rowsRead: number;
  /** How long it takes on a machine like the one that `rates` were measured on; a slow disk takes longer. */
  expectedMs: number;
  /** Too much to do without being told to. */
  isLarge: boolean;
  /** The copy that is made first of a large one; `null` where none is made. */
  backup: { path: string; bytes: number } | null;
  /** What has to be free: rows that are made anew (in the database and in its log), and the backup. */
  neededBytes: number;
  freeBytes: number | null;
}

/**
 * Measured with a million contracts, the table with the most rows, in processor time of a server: made anew with its CHECKs and
 * four indexes 4.6 s, which grows faster than the rows; a column with a CHECK added 4.4 s, since SQLite then holds every
 * CHECK of the table against every row. In ms a row; and a backup in bytes a ms.
 */
export const rates = { copyMs: 0.01, readMs: 0.005, backupBytesPerMs: 50_000 };

/** A row with its part of the indexes: 290 for a contract, at most 700 for levels. */
const rowBytes = 700;

/** Definitions, and the log of a small transaction. */
const minBytes = 16 * 1024 * 1024;

/** What is due, how long it takes and the room that it needs. */
export function planMigration(before: DatabaseBefore, limits: LargeLimits = largeLimits): MigrationPlan {
  const { path, from, pending, rows, bytes, freeBytes } = before;
  const count = (tables: readonly string[] | 'all') =>
    (tables === 'all' ? Object.keys(rows) : tables).reduce((sum, table) => sum + (rows[table] ?? 0), 0);
  const sum = (of: 'rewrites' | 'reads') => pending.reduce((total, cost) => total + count(cost[of]), 0);
  const [rowsRewritten, rowsRead] = [sum('rewrites'), sum('reads')];
  const workMs = rowsRewritten * rates.copyMs + rowsRead * rates.readMs;
  const isLarge = rowsRewritten > limits.rows || workMs > limits.ms;
  const backup = isLarge ? { path: before.backupPath, bytes } : null;
  // All migrations are one transaction: each copy of a table stays in the log until the end, and then in the database.
  const rewrittenBytes = Math.min(rowsRewritten * rowBytes, bytes * Math.max(1, pending.length));
  return {
    ...{ path, from, to: pending.at(-1)?.name ?? from, pending: pending.map(({ name }) => name) },
    ...{ rowsRewritten, rowsRead, isLarge, backup, freeBytes },
    expectedMs: Math.round(workMs + (backup?.bytes ?? 0) / rates.backupBytesPerMs),
    neededBytes: pending.length === 0 ? 0 : minBytes + 2 * rewrittenBytes + (backup?.bytes ?? 0),
  };
}

/** @throws SpyglassError `migration_needed` where the plan is a large one */
export function refuseLarge(plan: MigrationPlan): void {
  if (!plan.isLarge) return;
  throw new SpyglassError(
    'migration_needed',
    `${plan.path} has to be migrated first (${plan.from} → ${plan.to}), which takes about ${Math.ceil(plan.expectedMs / 60_000)} min`,
  );
}

/** @throws SpyglassError `database_full` where the disk lacks room for the plan */
export function refuseWithoutRoom({ path, neededBytes, freeBytes }: MigrationPlan): void {
  if (freeBytes === null || freeBytes >= neededBytes) return;
  throw new SpyglassError(
    'database_full',
    `migrating ${path} needs ${megabytes(neededBytes)} of free space, and there are ${megabytes(freeBytes)}`,
    { hint: 'Nothing was changed. Free some disk space, such as an earlier backup, and run it again.' },
  );
}

/** `1,234 MB`, rounded up. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2).toLocaleString('en-US')} MB`;
}
