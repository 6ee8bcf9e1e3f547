import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { Settings } from '../../../src/config/settings/settings-table.ts';
import { runDesk } from '../../../src/daemon/desk/roles/run-desk.ts';
import { createPastReader } from '../../../src/daemon/playback/past/create-past-reader.ts';
import type { Daemon } from '../../../src/daemon/running.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { type Link, openLink } from '../../../src/protocol/connection/link.ts';
import type { MethodParams } from '../../../src/protocol/methods.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import { httpGet } from '../../../src/sources/polygon/http/http-get.ts';
import { createMemoryDesk, type DaemonStore, type MemoryDesk } from '../../support/desk/memory-desk.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { startSimulator } from '../../support/shared-market.ts';
import { silent } from '../../support/silent-log.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until as untilTrue } from '../../support/until.ts';
import { midSession } from '../support.ts';

/** One daemon of a desk. */
export interface DeskDaemon {
  name: string;
  daemon: Daemon;
  store: DaemonStore;
  socketPath: string;
}

/** A desk on a clock that the test moves, against a simulated market. */
export interface DeskRun {
  clock: ManualClock;
  desk: MemoryDesk;
  recording: Awaited<ReturnType<typeof openDatabase>>;
  /** Requests that were sent, by who sent them. */
  sent: { by: string; url: string; at: number }[];
  start(name: string, settings?: Partial<Settings>): Promise<DeskDaemon>;
  /** Moves the clock in small steps until a promise is settled. */
  until<T>(promise: Promise<T>): Promise<T>;
  link(of: DeskDaemon): Promise<Link>;
  /** Resolves once one of these daemons records and all others know it. */
  settleRoles(daemons: readonly DeskDaemon[]): Promise<void>;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
export const leaseMs = 15_000;

export async function openDesk(t: Pick<ExecutionContext, 'teardown'>, at = midSession): Promise<DeskRun> {
  const dir = await tempDir(t);
  let underWay = 0;
  const sent: DeskRun['sent'] = [];
  const settle = async () => {
    do for (let turns = 0; turns < 6; turns++) await turn();
    while (underWay > 0);
  };
  const clock = manualClock(at, settle);
  const simulator = await startSimulator({ clock, hasRateLimit: false });
  t.teardown(simulator.close);
  const recording = await openDatabase({ path: path.join(dir, 'shared.sqlite'), clock: systemClock() });
  t.teardown(() => recording.close());
  const desk = createMemoryDesk(clock, recording);
  const countedBy =
    (by: string): typeof httpGet =>
    async (url, options) => {
      underWay += 1;
      sent.push({ by, url, at: clock.now() });
      try {
        const answer = await httpGet(url.replace(simulator.url, simulator.baseUrl), options);
        const chunks: Uint8Array[] = [];
        for await (const chunk of answer.body ?? []) chunks.push(chunk as Uint8Array);
        return { ...answer, body: inPieces(chunks) } as typeof answer;
      } finally {
        underWay -= 1;
      }
    };
  const until: DeskRun['until'] = async (promise) => {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    for (;;) {
      await settle();
      if (isSettled) return await settled;
      await clock.advance(20);
    }
  };
  const start: DeskRun['start'] = async (name, given = {}) => {
    const store = desk.storeOf();
    const socketPath = path.join(dir, `${name}.sock`);
    const settings = { ...loadSettings({ env: {} }).settings, callsPerMinute: 1000, ...given };
    const daemon = await until(
      runDesk({
        ...{
          mode: 'live',
          socketPath,
          settings,
          baseUrl: simulator.url,
          apiKey: 'test-key',
          clock,
          name,
          store,
        },
        ...{ isVirtualClock: true, appVersion: '0.0.0', pid: process.pid, platform: process.platform },
        ...{ httpGet: countedBy(name), random: () => 0.5, log: silent, leaseMs },
        archiveDir: path.join(dir, 'archive'),
        spool: { directory: path.join(dir, `spool-${name}`), maxBytes: 10_000_000 },
        newEpoch: () => `${name} ${clock.now()}`,
        openPastReader: async (symbols) =>
          createPastReader({
            recording,
            settings: symbols ? { ...settings, symbol: symbols[0]!, recordSymbols: [...symbols] } : settings,
          }),
      }),
    );
    t.teardown(() => until(daemon.close()));
    return { name, daemon, store, socketPath };
  };
  const link: DeskRun['link'] = async ({ socketPath }) => {
    const opened = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
    t.teardown(opened.close);
    return opened;
  };
  const settleRoles: DeskRun['settleRoles'] = (daemons) =>
    until(
      untilTrue(async () => {
        const { holder, remainingMs } = await desk.lease();
        const states = daemons.map(({ daemon }) => daemon.hello.desk!);
        const recorders = states.filter(({ role }) => role === 'recorder');
        return remainingMs > 0 && recorders.length === 1 && recorders[0]!.self === holder;
      }),
    );
  return { clock, desk, recording, sent, start, until, link, settleRoles };
}

async function* inPieces(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

/** A client that has subscribed, and all that it was sent since. */
export interface Watcher {
  link: Link;
  snapshot: Snapshot;
  events: DaemonEvent[];
}

export async function watch(
  run: DeskRun,
  of: DeskDaemon,
  subscription: MethodParams<'subscribe'> = {},
): Promise<Watcher> {
  const link = await run.link(of);
  const events: DaemonEvent[] = [];
  link.onEvent((event) => void events.push(event));
  const snapshot = await run.until(link.request('subscribe', subscription));
  return { link, snapshot, events };
}

/** What of a snapshot does not go by the very instant at which it was made. */
export function lasting({ seq: _, coverage, usage, ...snapshot }: Snapshot) {
  return { ...snapshot, coverage: coverage.map(({ ratio: __, ...of }) => of), calls: usage?.callsToday };
}

/** What a client was told, but for epoch and sequence. */
export const told = ({ events }: Watcher) => events.map(({ name, payload }) => ({ name, payload }));

/** Resolves once these clients have read all that was sent to them. */
export async function settled(run: DeskRun, ...watchers: Watcher[]): Promise<void> {
  for (const { link } of watchers) await run.until(link.request('quote.get', {}));
}

/** The gaps of SPY's session that begin after an instant. */
export async function gapsSince({ recording, clock }: DeskRun, since: number) {
  const gaps = await recording.gaps.ofSession('SPY', '2026-11-23', clock.now());
  return gaps.filter(({ startedAt }) => startedAt >= since);
}
