import { unlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { AlertDeliveryStore } from '../../recordings/alert-deliveries.ts';
import type { AlertStore } from '../../recordings/alerts.ts';
import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { BarStore } from '../../recordings/bars.ts';
import type { CacheStore } from '../../recordings/cache.ts';
import type { ExchangeDayStore } from '../../recordings/exchange-days.ts';
import type { GapStore } from '../../recordings/gaps.ts';
import type { LevelsStore, RecomputedLevelsStore } from '../../recordings/levels.ts';
import type { Maintenance } from '../../recordings/maintenance.ts';
import type { PollRows } from '../../recordings/poll-rows.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import type { RebuiltStore } from '../../recordings/rebuilt.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { Retention } from '../../recordings/retention.ts';
import type { SessionRows } from '../../recordings/session-rows.ts';
import type { ApiLog } from '../../recordings/usage.ts';
import { createAlertDeliveryStore } from './stores/alert-delivery-store.ts';
import { createAlertStore } from './stores/alert-store.ts';
import { createApiLog } from './stores/api-log.ts';
import { createBarStore } from './stores/bar-store.ts';
import { type BusyWait, whileBusy } from './busy-wait.ts';
import { createCacheStore } from './stores/cache-store.ts';
import { createChainStore, type SqliteChainStore } from './stores/chains/chain-store.ts';
import { createPollRows } from './stores/chains/poll-rows.ts';
import { checkWrites } from './files/checked-writes.ts';
import { type DatabaseConnection, connect, type NativeDatabase } from './connection.ts';
import { createFiles, logBytes } from './files/database-files.ts';
import { createExchangeDayStore } from './stores/exchange-day-store.ts';
import { type FileWatch, knownFile, watchFiles } from './files/file-watch.ts';
import { createGapStore } from './stores/gap-store.ts';
import { createLogCopier, type LogCopier } from './files/log-copier.ts';
import { createMaintenance } from './maintenance.ts';
import { createLevelsStore } from './stores/levels-store.ts';
import { busyTimeoutMs } from './orm-options.ts';
import { noteFiles, ownDatabase } from './files/own-database.ts';
import { createArchivedSessionStore } from './stores/sessions/archived-session-store.ts';
import { createSessionRows } from './stores/sessions/session-rows-store.ts';
import { createRecomputedLevelsStore } from './stores/recomputed-levels-store.ts';
import { createQuoteStore } from './stores/quote-store.ts';
import { createRebuiltStore } from './stores/rebuilt/rebuilt-store.ts';
import { createRetention } from './retention.ts';
import { bringUpToDate } from './migrating/bring-up-to-date.ts';
import { guarded, toDatabaseError } from './sqlite-error.ts';
import { createTableStatus } from './table-status.ts';
import { createWriter } from './writer.ts';

export interface OpenDatabaseOptions {
  path: string;
  clock: Clock;
  /** Number to name as owner to whoever is refused; normally `process.pid`. */
  pid?: number;
  /** Where it answers, for whoever finds the lock and not the socket. */
  socketPath?: string;
  /** Bring an older schema up to date, unless that takes long; default true. */
  migrate?: boolean;
  /** For a lock that another program holds; without it, as long as a statement waits. */
  busyWait?: BusyWait;
  /**
   * Called with the new path of a log that belonged to another file, which was in the database's place when its owner was killed
   * (`stale-log.ts`). Without it, such a database is refused (`database_broken`).
   */
  onLogSetAside?: (path: string) => void;
}

/**
 * The owner's calls keep its thread while they wait for another process's lock. Longer than this it keeps in memory what
 * it has to write; a checkpoint or a backup tool is done by then.
 */
const ownerPatienceMs = 250;

/** Real milliseconds that closing waits for writes under way; the longest, the bars of a backfill, take under a second. */
const drainMs = 5000;

/**
 * Opens a database as its one owner, creating directory and file where there are none. Nothing that exists is ever
 * deleted or replaced.
 *
 * Throws `SpyglassError`: `database_locked` (another owner, by process), `database_busy`, `database_newer`, `database_broken`,
 * `database_full`, `data_dir`, `migration_needed`.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Recording> {
  const { clock, pid = process.pid, migrate = true, busyWait, onLogSetAside } = options;
  const path = createFiles(options.path);
  const timeoutMs = busyWait ? ownerPatienceMs : busyTimeoutMs;
  const socketPath = options.socketPath && resolve(options.socketPath);
  const lock = await ownDatabase(path, { pid, socketPath, timeoutMs, busyWait, onLogSetAside });
  const wasRecovered = logBytes(path) > 0;
  let connection: DatabaseConnection | null = null;
  const closeAll = async () => {
    try {
      await connection?.orm.close(true);
    } finally {
      lock.release();
    }
  };
  try {
    const opened = knownFile(path);
    const note = () => noteFiles(lock, opened);
    connection = await whileBusy(path, busyWait, () => openUpToDate(path, migrate, timeoutMs, note));
    const { native } = connection;
    native.pragma(`busy_timeout = ${ownerPatienceMs}`);
    const watch = watchFiles(path, opened);
    const checkFiles = () => {
      try {
        watch.check();
      } catch (error) {
        // Within a transaction nothing can be copied; the next look is outside of it.
        if (native.inTransaction || !watch.isReplaced()) throw error;
        throw clearTheWayBefore(error, native, watch);
      }
    };
    checkWrites(native, checkFiles);
    const logCopier = createLogCopier(native, watch.files);
    const writer = createWriter();
    const stores = assembleStores(connection, path, logCopier, writer);
    const retention = createRetention({
      ...{ native, writer, clock, logCopier, forget: stores.chains.forget },
      archivedSessions: stores.archivedSessions,
    });
    const close = closeOnce({
      native,
      logCopier,
      watch,
      closeAll,
      path,
      drain: () => writer.close(clock, drainMs),
    });
    return {
      ...{ path, wasRecovered, ...stores, retention: guarded<Retention>(retention, path) },
      ...{ checkFiles, nameSuccessor: lock.nameSuccessor, close },
    };
  } catch (error) {
    await closeAll();
    throw toDatabaseError(error, path);
  }
}

async function openUpToDate(
  path: string,
  migrate: boolean,
  timeoutMs: number,
  noteFiles: () => void,
): Promise<DatabaseConnection> {
  const connection = await connect(path, timeoutMs);
  try {
    noteFiles();
    await bringUpToDate(connection, path, { migrate: migrate ? 'small' : 'none' });
    return connection;
  } catch (error) {
    await connection.orm.close(true);
    throw error;
  }
}

/**
 * Whoever opens the file in the database's place would take this database's log for that file's: its rows would be mixed,
 * and damaged. What the log holds is copied into the database that is open here, and then the log goes.
 */
function clearTheWay(native: NativeDatabase, { files }: FileWatch): void {
  // What readers keep it from copying stays, and so does the log until the next look.
  const [state] = native.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
  if (state?.log !== state?.checkpointed) return;
  const [, log, index] = files;
  for (const file of [log!, index!]) {
    // Only by the name: it stays open here, so that all can still be read.
    if (knownFile(file.path).identity === file.identity) unlinkSync(file.path);
  }
}

/** A full disk must not hide that the database is gone; the next look tries again. */
function clearTheWayBefore(gone: unknown, native: NativeDatabase, watch: FileWatch): unknown {
  try {
    clearTheWay(native, watch);
    return gone;
  } catch (cause) {
    if (!(gone instanceof SpyglassError)) return gone;
    return new SpyglassError(gone.code, gone.message, { hint: gone.hint, cause });
  }
}

interface Closing {
  native: NativeDatabase;
  logCopier: LogCopier;
  watch: FileWatch;
  path: string;
  /** Lets writes that are under way end. */
  drain: () => Promise<void>;
  closeAll: () => Promise<void>;
}

function closeOnce({ native, logCopier, watch, path, drain, closeAll }: Closing): () => Promise<void> {
  let closing: Promise<void> | null = null;
  const close = async () => {
    try {
      await drain();
      await logCopier.close();
      native.pragma('wal_checkpoint(PASSIVE)');
      // SQLite leaves the log of a database that is not in its place. Whatever is put there next must not find it.
      if (!watch.isInPlace()) clearTheWay(native, watch);
    } finally {
      await closeAll();
    }
  };
  return () => {
    closing ??= close().catch((error) => Promise.reject(toDatabaseError(error, path)));
    return closing;
  };
}

/** Every store on one connection, with SQLite's errors mapped. */
export function assembleStores(
  { orm, native }: DatabaseConnection,
  path: string,
  logCopier = createLogCopier(native),
  writer = createWriter(),
) {
  const gaps = createGapStore({ orm, native }, writer);
  return {
    quotes: guarded<QuoteStore>(createQuoteStore(native, writer), path),
    chains: guarded<SqliteChainStore>(createChainStore(native, writer, logCopier.onWritten), path),
    pollRows: guarded<PollRows>(createPollRows(native), path),
    bars: guarded<BarStore>(createBarStore(orm, native, writer), path),
    cache: guarded<CacheStore>(createCacheStore(native, writer), path),
    apiLog: guarded<ApiLog>(createApiLog(native, writer), path),
    gaps: guarded<GapStore>(gaps, path),
    exchangeDays: guarded<ExchangeDayStore>(createExchangeDayStore(native, writer), path),
    levels: guarded<LevelsStore>(createLevelsStore(native), path),
    recomputedLevels: guarded<RecomputedLevelsStore>(createRecomputedLevelsStore(native, writer), path),
    rebuilt: guarded<RebuiltStore>(createRebuiltStore(native, writer), path),
    alerts: guarded<AlertStore>(createAlertStore(native, writer), path),
    alertDeliveries: guarded<AlertDeliveryStore>(createAlertDeliveryStore(native, writer), path),
    sessions: guarded<SessionRows>(createSessionRows(native, gaps), path),
    archivedSessions: guarded<ArchivedSessionStore>(createArchivedSessionStore(native, writer), path),
    maintenance: guarded<Maintenance>(createMaintenance(native, path), path),
    ...guarded(createTableStatus(native, path), path),
  };
}
