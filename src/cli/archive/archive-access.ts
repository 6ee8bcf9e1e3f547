import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { ArchiveOutcome, ArchiveReport, ArchiveState } from '../../protocol/archive.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { DatabaseStatus } from '../../recordings/status.ts';
import { type Answering, candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** The archive, through the daemon where one runs, else as the database's owner. */
export interface ArchiveAccess {
  /** Sessions that are archived, and those that wait. */
  list(): Promise<ArchiveReport>;
  verify(request: MethodParams<'archive.verify'>): Promise<ArchiveOutcome[]>;
  now(request: MethodParams<'archive.now'>): Promise<ArchiveOutcome[]>;
  forget(request: MethodParams<'archive.forget'>): Promise<ArchiveOutcome>;
}

/**
 * Runs `use` on the archive, and closes what it was opened with.
 * @param onState takes how far the work is
 * @param signal ends work that is done here; a daemon goes on with what it has begun
 * @throws SpyglassError `not_running` where there is neither a daemon nor a recording
 */
export async function withArchive<T>(
  invocation: Invocation,
  { onState, signal }: { onState: (state: ArchiveState) => void; signal: AbortSignal },
  use: (archive: ArchiveAccess) => Promise<T>,
): Promise<T> {
  const found = await findDaemon(invocation, 'archive');
  if (found) return await withDaemon(found, onState, use);
  const instance = await recordedInstance(invocation);
  const { openOwnArchive } = await import('../../daemon/archive/open-own-archive.ts');
  const { environment, loaded } = invocation;
  const own = await openOwnArchive({
    ...{ databasePath: instance.databasePath, storeUrl: instance.storeUrl, archiveDir: instance.archiveDir },
    mode: instance.mode,
    ...{ settings: loaded.settings, pid: environment.pid, appVersion: environment.appVersion },
  });
  own.bus.on('archive', onState);
  const run = { signal, onProgress: () => {} };
  let underWay: Promise<unknown> = Promise.resolve();
  const noted = <R>(work: Promise<R>): Promise<R> => {
    underWay = work;
    return work;
  };
  try {
    return await use({
      list: own.archiver.report,
      verify: (request) => noted(own.archiver.verifyNow(request, run)),
      forget: ({ symbol, date }) => noted(own.archiver.forget({ underlying: symbol, date }, run)),
      now: ({ replace = false, ...request }) => noted(own.archiver.archiveNow({ ...request, replace }, run)),
    });
  } finally {
    // Ended by the signal it leaves nothing behind; the database is closed after it.
    await Promise.allSettled([underWay]);
    await own.close();
  }
}

async function withDaemon<T>(
  { link }: Answering,
  onState: (state: ArchiveState) => void,
  use: (archive: ArchiveAccess) => Promise<T>,
): Promise<T> {
  try {
    link.onEvent((event) => {
      if (event.name === 'archive') onState(event.payload);
    });
    await link.request('subscribe', {});
    return await use({
      list: () => link.request('archive.list', {}),
      verify: (request) => link.request('archive.verify', request),
      forget: (request) => link.request('archive.forget', request),
      now: (request) => link.request('archive.now', request),
    });
  } finally {
    link.close();
  }
}

/** The report alone: of a recording without a daemon as it is noted there, changing nothing. */
export async function archiveReport(invocation: Invocation): Promise<ArchiveReport> {
  const found = await findDaemon(invocation, 'archive list');
  if (!found) return await withRecording(invocation, async (_db, report) => report);
  try {
    return await found.link.request('archive.list', {});
  } finally {
    found.link.close();
  }
}

/** The archive, and the tables of its database. */
export interface ArchiveAndDatabase {
  report: ArchiveReport;
  database: DatabaseStatus;
  /** The recording's, epoch ms. */
  now: number;
}

/** Both, from a daemon that answers, or of a recording without one. */
export async function archiveAndDatabase(
  invocation: Invocation,
  link: Link | null,
): Promise<ArchiveAndDatabase> {
  if (!link) {
    return await withRecording(invocation, async (db, report, now) => ({
      ...{ report, now },
      database: await db.status(),
    }));
  }
  const report = await link.request('archive.list', {});
  const { database } = await link.request('status', {});
  return { report, database, now: link.hello.now };
}

async function withRecording<T>(
  invocation: Invocation,
  use: (db: RecordingReader, report: ArchiveReport, now: number) => Promise<T>,
): Promise<T> {
  const { settings } = invocation.loaded;
  const instance = await recordedInstance(invocation);
  const { archiveDir: directory } = instance;
  const [{ openStoreForReading }, { readReport }, { lastRunTime }] = await Promise.all([
    import('../../db/open-store.ts'),
    import('../../daemon/archive/archive-report.ts'),
    import('../../daemon/history/last-run-time.ts'),
  ]);
  const db = await openStoreForReading(instance);
  try {
    const now = await lastRunTime(db, settings.symbol, systemClock().now());
    return await use(db, await readReport(db, { isEnabled: settings.archiveEnabled, directory, now }), now);
  } finally {
    await db.close();
  }
}

/** The first candidate that has a recording. @throws SpyglassError `not_running` */
async function recordedInstance(invocation: Invocation): Promise<Instance> {
  const { openStoreForReading } = await import('../../db/open-store.ts');
  for (const instance of candidates(invocation)) {
    const existing = await openStoreForReading(instance).catch(ignoreMissing);
    if (!existing) continue;
    await existing.close();
    return instance;
  }
  throw new SpyglassError('not_running', 'No daemon is running, and nothing has been recorded yet.');
}
