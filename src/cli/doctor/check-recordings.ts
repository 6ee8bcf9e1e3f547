import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { toSpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { CheckReport } from '../../recordings/maintenance.ts';
import { bytes } from '../status/amounts.ts';
import { failure, ok, warning } from './check-lines.ts';

/** Less than this is full within a day of recording chains; a warning comes well before. */
const minFreeBytes = 200 * 1024 * 1024;

const comfortableFreeBytes = 2 * 1024 * 1024 * 1024;

/** A write-ahead log this long means that an open read keeps SQLite from folding it in. */
const longWalBytes = 64 * 1024 * 1024;

/** Whether the data directory can be written to, and how much space is left. */
export function checkDataDir({ dataDir }: Instance): DoctorCheck[] {
  if (!existsSync(dataDir)) return [ok('data directory', `${dataDir} will be created`)];
  const checks: DoctorCheck[] = [];
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const isOpen = (statSync(dataDir).mode & 0o022) !== 0;
    checks.push(
      isOpen
        ? warning('data directory', `others may write to ${dataDir}`, `chmod go-w ${dataDir}`)
        : ok('data directory', `${dataDir} may be written to`),
    );
  } catch {
    const hint = 'Give a directory that you may write to with --data-dir.';
    return [failure('data directory', `${dataDir} may not be written to`, hint)];
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const message = `${bytes(free)} free`;
  const hint = 'Free some space, or shorten retention.chains_days.';
  if (free < minFreeBytes) checks.push(failure('disk', message, hint));
  else if (free < comfortableFreeBytes) checks.push(warning('disk', message, hint));
  else checks.push(ok('disk', message));
  return checks;
}

/** Whether the database is sound, and how long its write-ahead log is. */
export async function checkDatabase(instance: Instance): Promise<DoctorCheck[]> {
  const { databasePath, storeUrl } = instance;
  const { openStoreForReading } = await import('../../db/open-store.ts');
  try {
    const db = await openStoreForReading(instance);
    try {
      const { isOk, problems, bytes: size, schemaVersion } = await db.maintenance.check('quick');
      if (storeUrl !== null) return [storeCheck(db.path, { isOk, problems, bytes: size, schemaVersion })];
      const wal = existsSync(`${databasePath}-wal`) ? statSync(`${databasePath}-wal`).size : 0;
      return [
        isOk
          ? ok('database', `${databasePath} is sound: ${bytes(size)}, schema ${schemaVersion}`)
          : failure(
              'database',
              `${databasePath}: ${firstOf(problems)}`,
              'Restore a backup; see `spyglass db check`.',
            ),
        wal > longWalBytes
          ? warning('write-ahead log', bytes(wal), 'Some program keeps a read open on the database; end it.')
          : ok('write-ahead log', bytes(wal)),
      ];
    } finally {
      await db.close();
    }
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    if (error.code === 'no_data') return [ok('database', 'nothing has been recorded yet')];
    return [failure('database', error.message, error.hint)];
  }
}

function storeCheck(
  name: string,
  {
    isOk,
    problems,
    bytes: size,
    schemaVersion,
  }: Pick<CheckReport, 'isOk' | 'problems' | 'bytes' | 'schemaVersion'>,
): DoctorCheck {
  return isOk
    ? ok('database', `${name} is sound: ${bytes(size)}, schema ${schemaVersion}`)
    : failure('database', `${name}: ${firstOf(problems)}`, 'See `spyglass db check`, and the server’s log.');
}

/** A broken page has a line for each of its cells; the first few say as much. */
const maxShown = 3;

function firstOf(problems: readonly string[]): string {
  const more = problems.length - maxShown;
  return [...problems.slice(0, maxShown), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
