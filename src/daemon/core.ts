import type { Clock } from '../base/clock.ts';
import { SpyglassError } from '../base/errors.ts';
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Logger, LogTrouble } from '../base/log.ts';
import type { Settings } from '../config/settings/settings-table.ts';
import type { Source } from '../market/quotes/quote.ts';
import type { Mode } from '../protocol/state.ts';
import type { Recording } from '../recordings/recording.ts';
import type { HttpGet } from '../sources/polygon/http/http-get.ts';
import type { AlertDeliveryDeps } from './alerts/delivery/open-delivery.ts';
import type { ArchiveWorker } from './archive/archive-worker.ts';
import type { ArchiveThreadData } from './archive/thread/archive-messages.ts';
import type { RecorderDesk } from './desk/recorder-desk.ts';
import type { EventJournal } from '../recordings/shared/event-journal.ts';
import { createEventBus, type EventBus } from './event-bus.ts';
import type { HandOver } from './hand-over.ts';
import { createHealthTracker, type HealthTracker } from './health.ts';
import type { PastReader } from './playback/past-reader.ts';
import type { ReaderThreadData } from './playback/thread/reader-messages.ts';
import type { SpoolPlace } from './recording/spool/spool.ts';
import { openRecording } from './recording/open-recording.ts';
import type { TrustedClock } from './schedule/trusted-clock.ts';

/** What a daemon is started with. */
export interface DaemonDeps {
  mode: Mode;
  databasePath: string;
  /** The shared store that is recorded into in its place; secret. */
  storeUrl?: string | null;
  /** Where sessions that are over are archived; beside the database by default. */
  archiveDir?: string;
  socketPath: string;
  settings: Settings;
  /** What is wrong with settings that recording does not need; shown in the health. */
  settingsWarnings?: readonly string[];
  /** Where requests go; the simulator's address in a demo. */
  baseUrl: string;
  apiKey: string;
  clock: Clock;
  isVirtualClock: boolean;
  /** The plan of a demo's key, where one was asked for. */
  plan?: string;
  appVersion: string;
  pid: number;
  platform: NodeJS.Platform;
  /** Unique to this start. */
  epoch: string;
  httpGet: HttpGet;
  random: () => number;
  /** How alerts reach a person; without it, none does. */
  alertDelivery?: AlertDeliveryDeps;
  log: Logger;
  /** Whether the log's lines arrive; shown in the health. */
  logTrouble?: LogTrouble;
  /** Calls a start off that is still under way. */
  signal?: AbortSignal;
  /** How recordings are read for playbacks; in a thread of their own by default. */
  openPastReader?: (data: ReaderThreadData) => Promise<PastReader>;
  /** What writes and reads archived sessions; a thread of its own by default. */
  openArchiveWorker?: (data: ArchiveThreadData) => Promise<ArchiveWorker>;
  /** Where polls wait while the shared store is away; without it, those that memory has no room for are lost. */
  spool?: SpoolPlace | null;
  /** Whether calls may be made that a shared store, which is away, cannot be told of; by default they may. */
  mayPollUnreserved?: () => boolean;
  /** Where the daemon before has left off, if it has handed over. */
  takesOver?: HandOver | null;
  /** The shared store that it records on; without it, it records into `databasePath`. */
  desk?: RecorderDesk;
}

/** What every part of a daemon works with. */
export interface DaemonCore {
  readonly deps: DaemonDeps;
  readonly clock: TrustedClock;
  readonly startedAt: number;
  /** A copy that `reload` changes in place: every part sees the new values. */
  readonly settings: Settings;
  readonly source: Source;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  /** Aborts when the start is called off, or somebody asks for the end. */
  readonly stop: AbortSignal;
  readonly db: Recording;
  /** What followers read; `null` where nobody can follow. */
  readonly journal: EventJournal | null;
  readonly bus: EventBus;
  readonly health: HealthTracker;
  /** Takes what went wrong with a write. */
  readonly onStoreError: (error: unknown) => void;
}

/**
 * Opens the recording and what reports problems.
 * @throws SpyglassError `database_*`, `data_dir`, and the signal's reason where the start was called off
 */
export async function openCore(
  deps: DaemonDeps,
  clock: TrustedClock,
  lifecycle: Lifecycle,
  stop: AbortSignal,
): Promise<DaemonCore> {
  const { log } = deps;
  const startedAt = clock.now();
  stop.throwIfAborted();
  const { recording: db, journal } = deps.desk
    ? await deps.desk.open({ clock, log, signal: stop })
    : { recording: await openRecording({ ...deps, clock, signal: stop }), journal: null };
  lifecycle.add('database', () => db.close());
  if (db.wasRecovered) {
    log.warn({ database: db.path }, 'the database was not closed in order; all that was committed is there');
  }
  const bus = createEventBus();
  const health = createHealthTracker(clock, bus);
  checkSettings(health, deps.settingsWarnings);
  watchMachine(health, clock, deps);
  deps.desk?.watch((problem) => (problem ? health.raise('store', problem) : health.clear('store')));
  return {
    ...{ deps, clock, startedAt, log, lifecycle, stop, db, journal, bus, health },
    settings: { ...deps.settings },
    source: deps.mode === 'demo' ? 'simulator' : 'polygon',
    onStoreError(error) {
      if (isLeaseLost(error)) deps.desk?.onLeaseLost();
      health.raise('database', error);
      log.error({ err: error }, 'a write failed');
    },
  };
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof SpyglassError && error.code === 'lease_lost';
}

/** Shows what is wrong with settings that recording does not need. */
export function checkSettings(health: HealthTracker, warnings: readonly string[] = []): void {
  if (warnings.length === 0) health.clear('settings');
  else health.raise('settings', new SpyglassError('settings', warnings.join(' ')));
}

/** Shows what is wrong with the log and with the machine's clock, for as long as it lasts. */
function watchMachine(health: HealthTracker, clock: TrustedClock, { log, logTrouble }: DaemonDeps): void {
  logTrouble?.watch((problem) => {
    if (problem === null) health.clear('log');
    else health.raise('log', new SpyglassError('log', problem));
  });
  clock.watch((problem) => {
    if (problem === null) health.clear('clock');
    else health.raise('clock', problem);
    log.warn({ err: problem }, problem === null ? 'the clock is right again' : 'the clock is wrong');
  });
}
