import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { MigrationPlan } from '../../db/sqlite/migrating/migration-plan.ts';
import { candidates } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { isConfirmed } from '../invocation/confirm.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { nothingRecorded } from './db.ts';
import { type NamedStore, namedStore } from './named-store.ts';
import { bytes } from '../status/amounts.ts';

interface MigrateFlags extends GlobalFlags {
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/**
 * Needs the database for itself: refused while a daemon records into it, unless it only looks. What a migration takes is said
 * before it begins; a long one is asked about.
 */
export async function dbMigrate(invocation: Invocation, flags: MigrateFlags): Promise<undefined> {
  const store = namedStore(invocation);
  if (store) return await migrateStore(invocation, flags, store);
  for (const { databasePath } of candidates(invocation)) {
    const run = flags.dryRun ? look : migrate;
    if (await run(invocation, flags, databasePath)) return;
  }
  throw nothingRecorded(invocation);
}

/** Under the recorder's lease; refused while a daemon records. */
async function migrateStore(
  { environment }: Invocation,
  flags: MigrateFlags,
  { url }: NamedStore,
): Promise<undefined> {
  const { lookAtStore, migrateStore: run } = await import('../../db/postgres/migrate-store.ts');
  const clock = systemClock();
  const plan = flags.dryRun
    ? await lookAtStore({ url, clock })
    : await run({ url, clock, pid: environment.pid });
  const { path, from, to, pending } = plan;
  if (flags.json) printJson(environment, plan);
  else if (pending.length === 0) printLine(environment, `${path} is up to date (${to})`);
  else if (flags.dryRun) printLine(environment, `${path}: ${from} → ${to}\ndue: ${pending.join(', ')}`);
  else printLine(environment, `${path}: ${from} → ${to} (${pending.join(', ')})`);
}

/** @returns `false` where there is no database */
async function look({ environment }: Invocation, flags: MigrateFlags, path: string): Promise<boolean> {
  const { lookBeforeMigrating } = await import('../../db/sqlite/migrating/look-before-migrating.ts');
  const plan = await lookBeforeMigrating({ path }).catch(ignoreMissing);
  if (!plan) return false;
  if (flags.json) printJson(environment, plan);
  else printLine(environment, `${describe(plan)}\n${whoDoesIt(plan)}`.trimEnd());
  return true;
}

/** @returns `false` where there is no database */
async function migrate(invocation: Invocation, flags: MigrateFlags, databasePath: string): Promise<boolean> {
  const { environment } = invocation;
  const [{ migrateDatabase }, { setAsideHint }] = await Promise.all([
    import('../../db/sqlite/migrating/migrate-database.ts'),
    import('../../db/sqlite/files/stale-log.ts'),
  ]);
  let isRefused = false;
  const agree = async (plan: MigrationPlan) => {
    note(environment, describe(plan));
    isRefused = plan.isLarge && !flags.yes && !(await isWanted(invocation, plan));
    return !isRefused;
  };
  const wanted = { path: databasePath, pid: environment.pid, agree };
  const report = await migrateDatabase(wanted).catch(ignoreMissing);
  if (isRefused) note(environment, 'Nothing was changed.');
  if (!report) return isRefused;
  const { path, from, to, applied, backup, logSetAside } = report;
  if (logSetAside !== null) note(environment, `The log was renamed to ${logSetAside}. ${setAsideHint}`);
  if (flags.json) printJson(environment, report);
  else if (applied.length === 0) printLine(environment, `${path} is up to date (${to})`);
  else printLine(environment, `${path}: ${from} → ${to} (${applied.join(', ')})`);
  if (backup !== null) {
    note(environment, `The database as it was is in ${backup}; remove it when you do not need it any more.`);
  }
  return true;
}

async function isWanted({ environment }: Invocation, { path }: MigrationPlan): Promise<boolean> {
  if (environment.stdin.isTTY) return await isConfirmed(environment, 'Migrate it now?');
  throw new SpyglassError('migration_needed', `Migrating ${path} takes long; nothing was changed.`, {
    hint: 'Run `spyglass db migrate --yes` to do it without being asked.',
  });
}

/** What is due and what it takes, in lines for people. */
function describe(plan: MigrationPlan): string {
  const { path, from, to, pending, backup, freeBytes } = plan;
  if (pending.length === 0) return `${path} is up to date (${to})`;
  const count = (rows: number) => rows.toLocaleString('en-US');
  const free = freeBytes === null ? 'how much is free is not known' : `${bytes(freeBytes)} are free`;
  return [
    `${path}: ${from} → ${to}`,
    `due: ${pending.join(', ')}`,
    `time: about ${duration(plan.expectedMs)} (${count(plan.rowsRewritten)} rows made anew, ${count(plan.rowsRead)} read)`,
    `room: ${bytes(plan.neededBytes)} while it runs; ${free}`,
    backup === null
      ? 'backup: none is made of a short migration; `spyglass db backup FILE` makes one'
      : `backup: ${backup.path}, ${bytes(backup.bytes)}`,
  ].join('\n');
}

function whoDoesIt({ pending, isLarge }: MigrationPlan): string {
  if (pending.length === 0) return '';
  if (!isLarge) return 'This is a short one: the daemon does it when it starts.';
  return 'This is a long one: no daemon does it by itself. Stop the daemon, and run `spyglass db migrate`.';
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
