import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { CheckReport } from '../../recordings/maintenance.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { BackupReport } from '../../recordings/reports.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine } from '../output/output.ts';
import { bytes } from '../status/amounts.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { type NamedStore, namedStore } from './named-store.ts';

type Json = GlobalFlags & { json?: boolean };

/** Reads the whole database, while a daemon records into it or without one. Exit code 0, or `database_broken`'s. */
export async function dbCheck(invocation: Invocation, flags: Json & { quick?: boolean }): Promise<number> {
  const { environment } = invocation;
  await refuseGone(invocation);
  const store = namedStore(invocation);
  if (store) return await checkStore(invocation, flags, store);
  return await readExisting(invocation, async (db, { owner, logBytes }) => {
    const report = await db.maintenance.check(flags.quick ? 'quick' : 'full');
    const closed = owner !== null ? 'in use' : logBytes > 0 ? 'interrupted' : 'clean';
    if (flags.json) {
      printJson(environment, { path: db.path, closed, owner, logBytes, ...report });
    } else {
      const endings = {
        'in use': `process ${owner} records into it`,
        interrupted: `its last daemon did not close it; what it committed is there (${bytes(logBytes)} of log)`,
        clean: 'closed in order',
      };
      const { schemaVersion, journalMode, freeBytes } = report;
      printLine(environment, `${db.path}: ${endings[closed]}`);
      printLine(
        environment,
        `${bytes(report.bytes)}, ${bytes(freeBytes)} of it free · schema ${schemaVersion} · journal ${journalMode}`,
      );
      printLine(environment, report.isOk ? 'no damage found' : report.problems.join('\n'));
    }
    return exitCodeOf(report);
  });
}

const exitCodeOf = ({ isOk }: CheckReport) => (isOk ? 0 : new SpyglassError('database_broken', '').exitCode);

/** A shared store is in use by whoever records; its server looks after pages and log. */
async function checkStore(
  { environment, instance }: Invocation,
  flags: Json & { quick?: boolean },
  store: NamedStore,
): Promise<number> {
  const { openStoreForReading } = await import('../../db/open-store.ts');
  const db = await openStoreForReading({ ...instance('live'), storeUrl: store.url });
  try {
    const report = await db.maintenance.check(flags.quick ? 'quick' : 'full');
    if (flags.json) {
      printJson(environment, { path: db.path, closed: 'server', owner: null, logBytes: 0, ...report });
    } else {
      printLine(environment, `${db.path}: ${bytes(report.bytes)} · schema ${report.schemaVersion}`);
      printLine(environment, report.isOk ? 'no damage found' : report.problems.join('\n'));
    }
    return exitCodeOf(report);
  } finally {
    await db.close();
  }
}

/** What lies at the path of a database that was taken away is not what the daemon records into. */
async function refuseGone(invocation: Invocation): Promise<void> {
  const found = await findDaemon(invocation, 'db check');
  if (!found) return;
  const { health } = await found.link.request('status', {});
  found.link.close();
  const gone = health.problems.find(({ code }) => code === 'database_gone');
  if (gone) throw new SpyglassError('database_gone', gone.message, { hint: gone.hint });
}

/**
 * Copies the recordings; the daemon goes on recording meanwhile. It makes the copy itself, from the file that it has open:
 * that one may have lost its name, or have lost it to another file. A shared store is backed up by its server's own tools.
 */
export async function dbBackup(invocation: Invocation, flags: Json, args: string[]): Promise<undefined> {
  const file = path.resolve(args[0]!);
  const store = namedStore(invocation);
  if (store) {
    const { noBackup } = await import('../../db/postgres/maintenance.ts');
    throw noBackup(store.name);
  }
  const print = (from: string, report: BackupReport) => {
    if (flags.json) printJson(invocation.environment, { from, ...report });
    else printLine(invocation.environment, `${from} → ${report.path}, ${bytes(report.bytes)}`);
  };
  const found = await findDaemon(invocation, 'db backup');
  if (!found) {
    await readExisting(invocation, async (db) => print(db.path, await db.maintenance.backup(file)));
    return;
  }
  try {
    print(found.link.hello.databasePath, await found.link.request('backup', { file }));
  } finally {
    found.link.close();
  }
}

/** What a database looks like from outside, before opening it changes that. */
interface Outside {
  /** The process that records into it; `null` when none does. */
  owner: number | 'unknown' | null;
  logBytes: number;
}

/** Opens the first database that is there. */
async function readExisting<T>(
  invocation: Invocation,
  read: (db: RecordingReader, outside: Outside) => Promise<T>,
): Promise<T> {
  const [{ openForReading }, { ownerOf }, files] = await Promise.all([
    import('../../db/sqlite/open-for-reading.ts'),
    import('../../db/sqlite/files/owner-lock.ts'),
    import('../../db/sqlite/files/database-files.ts'),
  ]);
  for (const { databasePath } of candidates(invocation)) {
    const owned = ownerOf(databasePath);
    const owner = owned && (owned.pid ?? ('unknown' as const));
    const outside = { owner, logBytes: files.logBytes(databasePath) };
    const db = await openForReading({ path: databasePath }).catch(ignoreMissing);
    if (!db) continue;
    try {
      return await read(db, outside);
    } finally {
      await db.close();
    }
  }
  throw nothingRecorded(invocation);
}

/** Why a command that needs a database has none. */
export function nothingRecorded(invocation: Invocation): SpyglassError {
  const where = candidates(invocation)
    .map(({ databasePath }) => databasePath)
    .join(' or ');
  return new SpyglassError('no_data', `There is no database at ${where}.`);
}
