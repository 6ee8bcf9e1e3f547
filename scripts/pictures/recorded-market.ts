import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSettings } from '../../src/config/load-settings.ts';
import { startDaemon } from '../../src/daemon/daemon.ts';
import { httpGet } from '../../src/sources/polygon/http/http-get.ts';
import { addDays, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Snapshot } from '../../src/protocol/events.ts';
import { type Link, openLink } from '../../src/protocol/connection/link.ts';
import type { Hello, Status } from '../../src/protocol/state.ts';
import type { PruneReport } from '../../src/recordings/reports.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { type ChartRange, chartRanges, rangeTerms } from '../../src/tui/charts/range.ts';
import type { BarsAnswer } from '../../src/tui/state/answers.ts';
import { withLatencies } from './latencies.ts';
import { steppedClock } from './stepped-clock.ts';

/** All that a dashboard was told of a moment. */
export interface RecordedMarket {
  hello: Hello;
  snapshot: Snapshot;
  status: Status;
  retention: PruneReport;
  bars: ReadonlyMap<ChartRange, BarsAnswer>;
}

/** How long the daemon has recorded when the picture is taken. */
const recordedMs = 12 * 60_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function untilIdle(link: Link): Promise<Status> {
  for (let quiet = 0; ; ) {
    for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    const status = await link.request('status', {});
    quiet = status.jobs.some(({ isRunning }) => isRunning) ? 0 : quiet + 1;
    if (quiet === 2) return status;
  }
}

async function barsOf(link: Link, range: ChartRange, until: string): Promise<BarsAnswer> {
  const { timeframe, daysBack } = rangeTerms[range];
  const bars = await link.request('bars.get', {
    timeframe,
    from: newYorkInstant(addDays(until, -daysBack), '00:00'),
    to: newYorkInstant(addDays(until, 1), '00:00'),
  });
  return { bars, until, at: (await link.request('status', {})).hello.now };
}

/**
 * Runs the daemon over the simulated market up to an instant, timer by timer, and asks what a dashboard asks. The same
 * instant gives the same answers on every machine: what would differ (paths, process ids, the time that answers take)
 * is replaced by something that could have been.
 */
export async function recordMarket(instant: number): Promise<RecordedMarket> {
  const home = mkdtempSync(path.join(tmpdir(), 'sgs-'));
  const clock = steppedClock(instant - recordedMs);
  const simulator = await startSimulator({ clock, profile: 'advanced' });
  const socketPath = path.join(home, 's.sock');
  const daemon = await startDaemon({
    mode: 'demo',
    databasePath: path.join(home, 'demo.db'),
    socketPath,
    settings: { ...loadSettings({ env: {} }).settings },
    baseUrl: simulator.url,
    apiKey: 'demo',
    clock,
    isVirtualClock: true,
    appVersion: '0.1.0',
    pid: process.pid,
    platform: 'linux',
    epoch: 'picture',
    httpGet,
    random: () => 0.5,
    log: silent,
  });
  const link = await openLink({ socketPath, clock, appVersion: '0.1.0', client: 'picture' });
  try {
    await untilIdle(link);
    while (clock.step(instant)) await untilIdle(link);
    const status = await untilIdle(link);
    const snapshot = await link.request('subscribe', {});
    const until = snapshot.priceLine?.date ?? snapshot.phase.session.date;
    const bars = new Map<ChartRange, BarsAnswer>();
    for (const range of chartRanges) bars.set(range, await barsOf(link, range, until));
    const databasePath = '~/.local/share/spyglass/demo.db';
    const hello = { ...daemon.hello, pid: 4242, databasePath, now: instant };
    return {
      hello,
      snapshot: { ...snapshot, usage: snapshot.usage && withLatencies(snapshot.usage) },
      status: { ...status, hello, database: { ...status.database, path: databasePath } },
      retention: await link.request('prune', { dryRun: true }),
      bars,
    };
  } finally {
    link.close();
    await daemon.close();
    await simulator.close();
    rmSync(home, { recursive: true, force: true });
  }
}
