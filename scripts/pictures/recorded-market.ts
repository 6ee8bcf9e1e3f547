import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Snapshot } from '../../src/protocol/events.ts';
import type { Hello, Status } from '../../src/protocol/state.ts';
import type { PruneReport } from '../../src/recordings/reports.ts';
import type { ChartRange } from '../../src/tui/charts/range.ts';
import type { BarsAnswer } from '../../src/tui/state/answers.ts';
import { withLatencies } from './latencies.ts';
import { barsOf, type PictureDaemon, startPictureDaemon } from './picture-daemon.ts';

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

/**
 * Runs the daemon over the simulated market up to an instant, timer by timer, and asks what a dashboard asks. The same
 * instant gives the same answers on every machine: what would differ (paths, process ids, the time that answers take)
 * is replaced by something that could have been.
 */
export async function recordMarket(instant: number): Promise<RecordedMarket> {
  return await inHome(async (home) => {
    const daemon = await startPictureDaemon({ home, startAt: instant - recordedMs });
    try {
      return await marketAt(daemon, instant);
    } finally {
      await daemon.close();
    }
  });
}

/** Lends a directory for a recording. */
export async function inHome<T>(run: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(path.join(tmpdir(), 'sgs-'));
  try {
    return await run(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Lets a daemon record up to an instant, and asks what a dashboard asks then. */
export async function marketAt({ link, hello: own, runTo }: PictureDaemon, instant: number) {
  const status = await runTo(instant);
  const snapshot = await link.request('subscribe', {});
  const until = snapshot.priceLine?.date ?? snapshot.phase.session.date;
  const bars = await barsOf(link, until, instant);
  const databasePath = '~/.local/share/spyglass/demo.db';
  const hello = { ...own, pid: 4242, databasePath, now: instant };
  return {
    hello,
    snapshot: { ...snapshot, usage: snapshot.usage && withLatencies(snapshot.usage) },
    status: { ...status, hello, database: { ...status.database, path: databasePath } },
    retention: await link.request('prune', { dryRun: true }),
    bars,
  };
}
