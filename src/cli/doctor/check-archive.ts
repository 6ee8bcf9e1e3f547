import { existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { toSpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { ArchivedSessionState, ArchiveReport } from '../../protocol/archive.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { DatabaseStatus } from '../../recordings/status.ts';
import { archiveAndDatabase } from '../archive/archive-access.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { bytes } from '../status/amounts.ts';
import { failure, ok, warning } from './check-lines.ts';
import { calendarDaysOf, type DiskGrowth, sessionsUntilFull, spanText } from './disk-forecast.ts';

/** The growth is that of so many sessions. */
const lookedAt = 20;
/** A disk that lasts less is worth a warning. */
const shortDays = 30;
const dayMs = 86_400_000;

/** What the forecast is made from. */
export interface ArchiveCheck {
  instance: Pick<Instance, 'dataDir'>;
  settings: Pick<Settings, 'archiveEnabled' | 'archiveKeep' | 'keepChainsDays'>;
  report: ArchiveReport;
  database: DatabaseStatus;
  /** Epoch ms. */
  now: number;
}

/** How the archive stands, and how long the disk lasts at the pace of what has been archived. */
export function checkArchive(check: ArchiveCheck): DoctorCheck[] {
  const { report } = check;
  if (!report.isEnabled) {
    const message = 'off: sessions are not archived, and their rows go when they are past their retention';
    return [warning('archive', message, 'Leave archive.enabled out of the settings, or set it to true.')];
  }
  const held = `${report.sessions} sessions, ${bytes(report.bytes)} in ${report.directory}`;
  const waits = report.waiting === 0 ? '' : `; ${report.waiting} not archived yet`;
  const state = report.problem
    ? failure('archive', report.problem.message, report.problem.hint)
    : ok('archive', `${held}${waits}`);
  return [state, ...forecast(check)];
}

function forecast({ instance, settings, report, database, now }: ArchiveCheck): DoctorCheck[] {
  const growth = growthOf({ settings, report, database, now });
  if (growth === null) return [];
  const places = placesOf(instance.dataDir, report.directory, growth);
  return places.map(({ name, free, growth: own }) => {
    const sessions = sessionsUntilFull(free, own);
    const added = [
      ...(own.archive.perSession > 0 ? [`${bytes(own.archive.perSession)} to the archive`] : []),
      ...(own.database.perSession > 0
        ? [`${bytes(own.database.perSession)} to the database${untilText(own.database.sessionsLeft)}`]
        : []),
    ];
    const lasts = Number.isFinite(sessions) ? `last ${spanText(sessions)}` : 'are enough';
    const message = `a session adds ${added.join(' and ')}; ${bytes(free)} free ${lasts}`;
    if (calendarDaysOf(sessions) >= shortDays) return ok(name, message);
    return warning(
      name,
      message,
      'Free some space, name another disk as archive.dir, or shorten retention.chains_days.',
    );
  });
}

const untilText = (sessionsLeft: number) =>
  sessionsLeft <= 0 ? '' : ` for ${Math.ceil(sessionsLeft)} more, until retention balances it`;

/** By the newest archived trade dates; `null` while there is none to go by. */
function growthOf({ settings, report, database, now }: Omit<ArchiveCheck, 'instance'>): DiskGrowth | null {
  const byDate = Map.groupBy(
    report.list.filter(({ archivedAt }) => archivedAt !== null),
    ({ date }) => date,
  );
  const dates = [...byDate.keys()].sort().slice(-lookedAt);
  if (dates.length === 0) return null;
  const sum = (of: (session: ArchivedSessionState) => number) =>
    dates.flatMap((date) => byDate.get(date)!).reduce((total, session) => total + of(session), 0) /
    dates.length;
  const rows = database.tables.reduce((total, table) => total + table.rows, 0);
  const perRow = rows === 0 ? 0 : database.bytes / rows;
  const oldest = database.tables.find(({ table }) => table === 'option_contracts')?.oldest ?? now;
  const keptDays = Math.max(0, settings.keepChainsDays - (now - oldest) / dayMs);
  const keep = settings.archiveKeep === 'forever' ? Number.POSITIVE_INFINITY : settings.archiveKeep;
  const archivedDays = (now - newYorkInstant([...byDate.keys()].sort()[0]!, '00:00')) / dayMs;
  const sessionsOf = (days: number) => (days * 252) / 365;
  const databaseLeft = sessionsOf(keptDays);
  return {
    database: {
      perSession: databaseLeft > 0 ? sum((each) => each.rows) * perRow : 0,
      sessionsLeft: databaseLeft,
    },
    archive: {
      perSession: sum((each) => each.bytes),
      sessionsLeft: sessionsOf(Math.max(0, keep - archivedDays)),
    },
  };
}

interface Place {
  name: string;
  free: number;
  growth: DiskGrowth;
}

/** The disk of both, or one each. */
function placesOf(dataDir: string, archiveDir: string, growth: DiskGrowth): Place[] {
  const [data, archive] = [existing(dataDir), existing(archiveDir)];
  const isSame = statSync(data).dev === statSync(archive).dev;
  const none = { perSession: 0, sessionsLeft: 0 };
  if (isSame) return [{ name: 'disk forecast', free: freeBytes(data), growth }];
  return [
    { name: 'disk of the archive', free: freeBytes(archive), growth: { ...growth, database: none } },
    ...(growth.database.perSession > 0
      ? [{ name: 'disk of the database', free: freeBytes(data), growth: { ...growth, archive: none } }]
      : []),
  ];
}

const freeBytes = (directory: string): number => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
};

/** The directory, or the one above it where it is not there yet. */
function existing(directory: string): string {
  let found = directory;
  while (!existsSync(found) && path.dirname(found) !== found) found = path.dirname(found);
  return found;
}

/** What the daemon says of the archive, or the recording where none runs. */
export async function askArchive(
  invocation: Invocation,
  instance: Instance,
  link: Link | null,
): Promise<DoctorCheck[]> {
  const { settings } = invocation.loaded;
  try {
    return checkArchive({ instance, settings, ...(await archiveAndDatabase(invocation, link)) });
  } catch (error) {
    return unknownArchive(error);
  }
}

/** Checks without those that say of the daemon's health what the checks of the archive say too. */
export function withoutNamed(checks: readonly DoctorCheck[], archive: readonly DoctorCheck[]): DoctorCheck[] {
  const named = new Set(archive.map(({ check, message }) => `${check}: ${message}`));
  return checks.filter(({ check, message }) => check !== 'health' || !named.has(message));
}

/** Why the archive cannot be asked about, as a check. */
function unknownArchive(thrown: unknown): DoctorCheck[] {
  const { code, message, hint } = toSpyglassError(thrown);
  // Nothing is recorded yet, or the check of the database says why it cannot be read.
  if (code === 'not_running' || code.startsWith('database_') || code === 'migration_needed') return [];
  return [warning('archive', message, hint)];
}
