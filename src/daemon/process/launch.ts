import { randomUUID } from 'node:crypto';
import { type Clock, systemClock, virtualClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Logger, LogTrouble } from '../../base/log.ts';
import type { Instance } from '../../config/instance.ts';
import { closest } from '../../config/closest-word.ts';
import type { HttpsProxy } from '../../base/https-proxy.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { type Daemon, startDaemon } from '../daemon.ts';
import type { HandOver } from '../hand-over.ts';
import { clockProblem } from '../schedule/trusted-clock.ts';
import { createHttpGet, httpGet } from '../../sources/polygon/http/http-get.ts';

/** Everything that decides what a daemon does, as plain values that can be posted to a worker thread. */
export interface LaunchOptions {
  instance: Instance;
  settings: Settings;
  /** For https; never used in a demo. */
  proxy?: HttpsProxy | null;
  /** What is wrong with settings that recording does not need; the defaults stand in for them. */
  settingsWarnings?: readonly string[];
  /** `--clock`: where a virtual clock starts and how fast it runs. */
  clock: { startAt: number; speed: number } | null;
  /** What the simulated API of a demo does wrong once the daemon is up. */
  fault?: string | null;
  /** What the daemon before has left off at, where it has handed over. */
  takesOver?: HandOver | null;
  appVersion: string;
  pid: number;
  platform: NodeJS.Platform;
}

/** Where the daemon logs, and whether its lines arrive there. */
export interface LaunchLog {
  log: Logger;
  trouble: LogTrouble;
}

/**
 * Starts the daemon that the plan describes, and in a demo the market that it polls.
 * @param signal calls a start off that is still under way
 * @throws SpyglassError what `startDaemon` does
 */
export async function launch(plan: LaunchOptions, log: LaunchLog, signal?: AbortSignal): Promise<Daemon> {
  return plan.instance.mode === 'demo'
    ? await launchDemo(plan, log, signal)
    : await launchLive(plan, log, signal);
}

async function launchLive(plan: LaunchOptions, log: LaunchLog, signal?: AbortSignal): Promise<Daemon> {
  const { apiKey, baseUrl } = plan.settings;
  if (apiKey === null) {
    throw new SpyglassError('settings', 'There is no API key.', {
      hint: 'Set MASSIVE_API_KEY (or POLYGON_API_KEY); without one, `--demo` shows a simulated market.',
    });
  }
  const clock = plan.clock ? virtualClock(clockStart(plan, plan.clock), plan.clock.speed) : systemClock();
  return await startDaemon({
    ...deps(plan, log, clock, signal),
    baseUrl,
    apiKey,
    isVirtualClock: plan.clock !== null,
  });
}

/** A virtual clock goes on where the daemon before has it; otherwise it starts as the flag says. */
function clockStart({ takesOver }: LaunchOptions, { startAt }: { startAt: number }): number {
  if (!takesOver?.clock) return startAt;
  const { market, real, speed } = takesOver.clock;
  return market + (systemClock().now() - real) * speed;
}

async function launchDemo(plan: LaunchOptions, log: LaunchLog, signal?: AbortSignal): Promise<Daemon> {
  const [{ demoStart }, { faultNames }, { startSimulator }, { openForReading }, { openDatabase }, staleLog] =
    await Promise.all([
      import('../../simulator/demo-start.ts'),
      import('../../simulator/faults.ts'),
      import('../../simulator/server.ts'),
      import('../../db/sqlite/open-for-reading.ts'),
      import('../../db/sqlite/open-database.ts'),
      import('../../db/sqlite/files/stale-log.ts'),
    ]);
  const fault = plan.fault ? knownFault(plan.fault, faultNames) : null;
  const recordings = { path: plan.instance.databasePath, clock: systemClock() };
  const onLogSetAside = (aside: string) =>
    log.log.warn({ log: aside, hint: staleLog.setAsideHint }, staleLog.logSetAside);
  const newestRow = async (): Promise<number | null> => {
    const db = await openForReading({ path: recordings.path });
    const newest = db.status().tables.map((table) => table.newest ?? 0);
    await db.close();
    return Math.max(...newest) || null;
  };
  const lastRecordedAt = async (): Promise<number | null> => {
    try {
      return await newestRow();
    } catch (error) {
      if (!(error instanceof SpyglassError)) throw error;
      if (error.code === 'no_data') return null;
      if (error.code !== 'database_broken') throw error;
      // Of an older version, as a rule, or beside another file's log: opening it to write puts that right, and fails where
      // it is really broken.
      await (await openDatabase({ ...recordings, onLogSetAside })).close();
      return await newestRow();
    }
  };
  const machineNow = systemClock().now();
  const wrong = plan.clock ? null : clockProblem(machineNow);
  if (wrong) throw wrong;
  const startAt = plan.clock?.startAt ?? demoStart(machineNow, createCalendar(), await lastRecordedAt());
  const clock = virtualClock(startAt, plan.clock?.speed ?? 1);
  const simulator = await startSimulator({ clock, profile: 'advanced' });
  try {
    const { settings } = plan;
    // Something to switch to, where the settings name nothing.
    const watching = (given: Settings): Settings =>
      given.symbols.length > 0 ? given : { ...given, symbols: [...demoSymbols] };
    const daemon = await startDaemon({
      ...deps(plan, log, clock, signal),
      settings: watching(settings),
      baseUrl: simulator.url,
      apiKey: 'demo',
      isVirtualClock: true,
      // Faults before the first byte of HTTP are met at another address.
      httpGet: (url, options) => httpGet(url.replace(simulator.url, simulator.baseUrl), options),
    });
    // Not before: a first start on an API that fails ends there.
    simulator.setFault(fault);
    const close = () => daemon.close().finally(() => simulator.close());
    return {
      ...daemon,
      reload: (next, warnings) => daemon.reload(watching(next), warnings),
      close,
      closed: daemon.closed.finally(() => simulator.close()),
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** Those of the simulated market with the busiest options. */
const demoSymbols = ['SPY', 'QQQ', 'IWM', 'NVDA'] as const;

/** @throws SpyglassError `usage` */
function knownFault<Name extends string>(name: string, known: readonly Name[]): Name {
  const found = known.find((candidate) => candidate === name);
  if (found) return found;
  const close = closest(name, known);
  throw new SpyglassError(
    'usage',
    `There is no fault ${JSON.stringify(name)}${close ? `; did you mean ${close}?` : '.'}`,
    { hint: close ? 'docs/faults.md lists them all.' : `Known are: ${known.join(', ')}.` },
  );
}

function deps(plan: LaunchOptions, { log, trouble }: LaunchLog, clock: Clock, signal?: AbortSignal) {
  const { instance, settings, settingsWarnings = [], appVersion, pid, platform } = plan;
  const { mode, databasePath, socketPath } = instance;
  return {
    mode,
    databasePath,
    socketPath,
    settings,
    settingsWarnings,
    clock,
    appVersion,
    pid,
    platform,
    log,
    logTrouble: trouble,
    ...(signal && { signal }),
    takesOver: plan.takesOver ?? null,
    epoch: randomUUID(),
    httpGet: createHttpGet(plan.proxy ?? null),
    random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  };
}
