import path from 'node:path';
import type { ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { patience, systemClock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/log.ts';
import type { Settings } from '../../src/config/settings/settings-table.ts';
import type { DaemonDeps } from '../../src/daemon/core.ts';
import type { AlertDeliveryDeps } from '../../src/daemon/alerts/delivery/open-delivery.ts';
import type { Daemon } from '../../src/daemon/running.ts';
import type { HandOver } from '../../src/daemon/hand-over.ts';
import { type HttpGet, httpGet as sendWithNode } from '../../src/sources/polygon/http/http-get.ts';
import { type Link, openLink } from '../../src/protocol/connection/link.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/server.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { startSimulator } from '../support/shared-market.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startTestDaemon } from './support.ts';

export interface PolledDaemon {
  daemon: Daemon;
  simulator: Simulator;
  clock: ManualClock;
  link: Link;
  dir: string;
  socketPath: string;
  /** The daemon's database, for reading beside it. */
  database: Database.Database;
  /** Requests that the daemon has sent. */
  sent(): number;
  close(): Promise<void>;
}

export interface PolledSetup {
  at: number;
  simulator?: Partial<SimulatorOptions>;
  settings?: Partial<Settings>;
  dir?: string;
  apiKey?: string;
  log?: Logger;
  /** What the daemon before has left off at. */
  takesOver?: HandOver;
  /** How alerts reach a person; by default none does. */
  alertDelivery?: AlertDeliveryDeps;
  openArchiveWorker?: NonNullable<DaemonDeps['openArchiveWorker']>;
  /** Sends the requests; Node's own client by default. */
  httpGet?: HttpGet;
  /** Whether the promise of a request never settles, not even when it is called off. Asked at each. */
  isLost?: (url: string) => boolean;
  /** Real milliseconds that a request may take at most, beside the settings'; `null` for no such limit. Asked at each. */
  patienceMs?: () => number | null;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A running daemon on a clock that the test moves, against a simulator over real HTTP. After each timer the clock waits
 * until every request under way has been answered and logged, so that a day passes as fast as the machine allows and
 * always in the same order.
 */
export async function startPolledDaemon(
  t: Pick<ExecutionContext, 'teardown'>,
  {
    at,
    simulator: options,
    settings,
    dir: given,
    apiKey,
    log,
    takesOver,
    alertDelivery,
    openArchiveWorker,
    httpGet = sendWithNode,
    isLost = () => false,
    patienceMs,
  }: PolledSetup,
): Promise<PolledDaemon> {
  const dir = given ?? (await tempDir(t));
  let sent = 0;
  let logged: () => number = () => sent;
  const settle = async () => {
    do {
      for (let turns = 0; turns < 4; turns++) await turn();
    } while (logged() < sent);
  };
  const clock = manualClock(at, settle);
  const simulator = await startSimulator({ clock, ...options });
  t.teardown(simulator.close);
  const counted: HttpGet = (url, options) => {
    if (isLost(url)) {
      // It is logged once it is given up, and not waited for until then.
      options.signal.addEventListener('abort', () => {
        sent += 1;
      });
      return new Promise(() => {});
    }
    sent += 1;
    // Some faults lie before the first byte of HTTP: they are met at another address.
    const address = url.replace(simulator.url, simulator.baseUrl);
    const limitMs = patienceMs?.() ?? null;
    if (limitMs === null) return httpGet(address, options);
    return httpGet(address, { ...options, signal: patience(limitMs, options.signal) });
  };
  const running = await startTestDaemon(t, {
    ...{ baseUrl: simulator.url, clock, dir, httpGet: counted },
    ...(settings && { settings }),
    ...(apiKey && { apiKey }),
    ...(log && { log }),
    ...(takesOver && { takesOver }),
    ...(alertDelivery && { alertDelivery }),
    ...(openArchiveWorker && { openArchiveWorker }),
  });
  const database = new Database(path.join(dir, 'spyglass.sqlite'), { readonly: true });
  t.teardown(() => database.close());
  // Their numbers go up by one; to count them all after each timer would take longer.
  const count = database.prepare<[], number>('select coalesce(max(id), 0) from api_requests_log').pluck();
  const before = count.get()! - sent;
  logged = () => count.get()! - before;
  const { socketPath } = running;
  const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
  t.teardown(link.close);
  await clock.advance(0);
  return {
    ...{ daemon: running.daemon, simulator, clock, link, dir, socketPath, database },
    sent: () => sent,
    async close() {
      link.close();
      const closed = running.daemon.close();
      // A run that waits for the budget is given some seconds, which only pass when the clock is moved.
      await clock.advance(5000);
      await closed;
    },
  };
}
