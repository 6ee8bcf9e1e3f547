import { systemClock } from '../base/clock.ts';
import { SpyglassError } from '../base/errors.ts';
import type { Settings } from '../config/settings/settings-table.ts';
import type { Hello } from '../protocol/state.ts';
import type { Archiver } from './archive/archiver.ts';
import type { AlertEngine } from './alerts/alert-engine.ts';
import { checkSettings, type DaemonCore } from './core.ts';
import type { HandOver } from './hand-over.ts';
import type { Market } from './market-days/market.ts';
import { applySettings, type Reloaded } from './reload.ts';
import type { Schedule } from './schedule/open-schedule.ts';
import type { RecordedUnderlyings } from './underlyings/recorded-underlyings.ts';
import type { Vendor } from './vendor.ts';

/** A daemon that records. */
export interface Daemon {
  readonly hello: Hello;
  /** Takes over changed settings, as far as they can change while it runs; says which wait for the next start. */
  reload(settings: Settings, settingsWarnings?: readonly string[]): Reloaded;
  /**
   * Closes between two polls, so that another daemon may go on from what this returns. Where rows wait for the database
   * it goes on itself.
   * @param successor the process that waits to go on; stopping the daemon stops that one, too
   * @throws SpyglassError `database_locked` where rows wait, `not_running` where it closes already
   */
  handOver(successor?: number): Promise<HandOver>;
  /** Stops polling, lets what is in flight end, says goodbye to clients, closes the database. Idempotent. */
  close(): Promise<void>;
  /** Resolves when it has closed, whoever asked for it. */
  readonly closed: Promise<void>;
}

/** The parts that somebody who holds a running daemon can change. */
export interface RunningParts {
  market: Market;
  vendor: Vendor;
  underlyings: RecordedUnderlyings;
  alerts: AlertEngine;
  schedule: Schedule;
  archiver: Archiver;
  ending: { isHandedOver: boolean };
}

/** What whoever started a daemon holds of it. @param askedToStop aborts when a client asks for the end */
export function running(
  core: DaemonCore,
  hello: Hello,
  parts: RunningParts,
  askedToStop: AbortSignal,
): Daemon {
  const { deps, lifecycle, log } = core;
  const closed = Promise.withResolvers<void>();
  const close = () => lifecycle.close().then(closed.resolve);
  askedToStop.addEventListener('abort', () => void close(), { once: true });
  log.info({ socket: deps.socketPath, database: deps.databasePath, mode: deps.mode }, 'recording');
  return {
    hello,
    close,
    closed: closed.promise,
    reload: (settings, warnings) => reload(core, parts, settings, warnings),
    handOver: (successor) => handOverTo(successor, core, parts, close),
  };
}

function reload(
  { settings, health, log }: DaemonCore,
  { market, vendor, alerts, schedule, archiver }: RunningParts,
  next: Settings,
  warnings?: readonly string[],
): Reloaded {
  checkSettings(health, warnings);
  const reloaded = applySettings(settings, next);
  vendor.configure();
  market.configure();
  schedule.secondary.configure();
  void schedule.later.configure();
  archiver.configure();
  market.changed.emit();
  alerts.configure();
  log.info(reloaded, 'the settings have been read anew');
  return reloaded;
}

/**
 * Pauses between two polls and closes, for another daemon to go on. Where that cannot be, polling goes on.
 * @throws SpyglassError `database_locked` where rows wait, `not_running` where it closes already
 */
async function handOverTo(
  successor: number | undefined,
  { deps, clock, lifecycle, db }: DaemonCore,
  { underlyings, alerts, schedule, archiver, ending }: RunningParts,
  close: () => Promise<void>,
): Promise<HandOver> {
  const { scheduler } = schedule;
  // It may take longer than anything else, and the next daemon does it as well.
  archiver.interrupt();
  await scheduler.pause();
  // The last poll may still be on its way into the database.
  await underlyings.settled();
  if (lifecycle.signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing already.');
  try {
    const { quotes, chains } = underlyings.waiting();
    if (quotes + chains > 0) {
      const message = 'The database takes no writes at the moment; what was polled waits in memory.';
      throw new SpyglassError('database_locked', message);
    }
    if (successor !== undefined) db.nameSuccessor(successor);
  } catch (error) {
    scheduler.resume();
    throw error;
  }
  ending.isHandedOver = true;
  await close();
  const { speed } = clock;
  return {
    jobs: scheduler.progress(),
    ...chainCallsOf(underlyings),
    alerts: alerts.memory(),
    clock: deps.isVirtualClock ? { market: clock.now(), real: systemClock().now(), speed } : null,
  };
}

/** Requests that the last polls of the nearest chains took. */
function chainCallsOf({ first, all }: RecordedUnderlyings): Pick<HandOver, 'chainCalls' | 'chainCallsOf'> {
  const others = all.slice(1).map(({ symbol, feed }) => [symbol, feed.chains.calls()] as const);
  return {
    chainCalls: first.feed.chains.calls(),
    ...(others.length > 0 && { chainCallsOf: Object.fromEntries(others) }),
  };
}
