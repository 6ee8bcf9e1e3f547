import { systemClock, virtualClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { closest } from '../../config/closest-word.ts';
import { openDatabase } from '../../db/sqlite/open-database.ts';
import { openForReading } from '../../db/sqlite/open-for-reading.ts';
import { logSetAside, setAsideHint } from '../../db/sqlite/files/stale-log.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { demoStart } from '../../simulator/demo-start.ts';
import { faultNames } from '../../simulator/faults.ts';
import { defaultDemoPlan } from '../../config/demo-plans.ts';
import { startSimulator } from '../../simulator/server.ts';
import { httpGet } from '../../sources/polygon/http/http-get.ts';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../running.ts';
import { withDemoSymbols } from '../watch-list/demo-symbols.ts';
import { clockProblem } from '../schedule/trusted-clock.ts';
import { daemonDeps, type LaunchLog, type LaunchOptions } from './launch-options.ts';

/**
 * Starts a simulated market and a daemon that polls it. Loaded for demos only, as it loads the simulator.
 * @throws SpyglassError what `startDaemon` does, `clock`, and `usage` for an unknown fault
 */
export async function launchDemo(
  options: LaunchOptions,
  log: LaunchLog,
  signal?: AbortSignal,
): Promise<Daemon> {
  const fault = options.fault ? knownFault(options.fault, faultNames) : null;
  const clock = await demoClock(options, log);
  const simulator = await startSimulator({ clock, profile: options.plan ?? defaultDemoPlan });
  try {
    const daemon = await startDaemon({
      ...daemonDeps(options, log, clock, signal),
      settings: withDemoSymbols(options.settings),
      baseUrl: simulator.url,
      apiKey: 'demo',
      isVirtualClock: true,
      ...(options.plan && { plan: options.plan }),
      // Faults before the first byte of HTTP are met at another address.
      httpGet: (url, given) => httpGet(url.replace(simulator.url, simulator.baseUrl), given),
    });
    // Not earlier: a first start on an API that fails ends there.
    simulator.setFault(fault);
    return {
      ...daemon,
      reload: (next, warnings) => daemon.reload(withDemoSymbols(next), warnings),
      close: () => daemon.close().finally(() => simulator.close()),
      closed: daemon.closed.finally(() => simulator.close()),
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** A virtual clock that starts after what is recorded, in trading hours. @throws SpyglassError `clock`, `database_*` */
async function demoClock({ clock, instance }: LaunchOptions, log: LaunchLog) {
  const machineNow = systemClock().now();
  const wrong = clock ? null : clockProblem(machineNow);
  if (wrong) throw wrong;
  const startAt =
    clock?.startAt ??
    demoStart(machineNow, createCalendar(), await lastRecordedAt(instance.databasePath, log));
  return virtualClock(startAt, clock?.speed ?? 1);
}

/** Epoch ms of the latest row of a recording; `null` where there is none. @throws SpyglassError `database_*` */
async function lastRecordedAt(path: string, { log }: LaunchLog): Promise<number | null> {
  const recordings = { path, clock: systemClock() };
  const latestRow = async (): Promise<number | null> => {
    const db = await openForReading({ path });
    const newest = (await db.status()).tables.map((table) => table.newest ?? 0);
    await db.close();
    return Math.max(...newest) || null;
  };
  try {
    return await latestRow();
  } catch (error) {
    if (!(error instanceof SpyglassError)) throw error;
    if (error.code === 'no_data') return null;
    if (error.code !== 'database_broken') throw error;
    // Mostly one of an older version, or one with another file's log: opening it for writing repairs that, and fails where
    // it is really broken.
    const onLogSetAside = (aside: string) => log.warn({ log: aside, hint: setAsideHint }, logSetAside);
    await (await openDatabase({ ...recordings, onLogSetAside })).close();
    return await latestRow();
  }
}

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
