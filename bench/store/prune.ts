import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { retentionCutoffs } from '../../src/daemon/recording/retention-cutoffs.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { type Spread, spreadOf } from '../support/spread.ts';
import { fillDatabase } from './filled.ts';
import { createPolls, scratch } from './polls.ts';

export interface PruneFigures {
  rows: number;
  rowsPerSecond: number;
  seconds: number;
  freedBytes: number;
  /** Milliseconds that a write or read of the daemon's own thread waited for its turn: with nothing to do, and pruning. */
  turnBefore: Spread;
  turn: Spread;
  /** How late a poll of 400 contracts, due every second, was begun. */
  poll: Spread;
  /** Reads of another process: before, and during the prune. */
  readerBefore: Spread;
  reader: Spread;
}

const liveExpiration = '2026-11-23';
const now = newYorkInstant(liveExpiration, '15:00');
const pollEveryMs = 1000;

/** Prunes old sessions while a chain of today is recorded and read. */
export async function benchPrune(rows: number): Promise<PruneFigures> {
  const files = scratch();
  const path = files.path('spyglass.sqlite');
  const { db } = await fillDatabase(path, rows);
  const poll = createPolls('live');
  for (let index = 0; index < 20; index++) await db.chains.record(poll(liveExpiration, now + index));

  const readFor = async (work: () => Promise<unknown>): Promise<Spread> => {
    const reader = new Worker(new URL('./reader.ts', import.meta.url), {
      workerData: { path, expiration: liveExpiration },
    });
    await once(reader, 'message');
    await work();
    const told = once(reader, 'message') as Promise<[number[]]>;
    reader.postMessage('stop');
    const [times] = await told;
    return spreadOf(times);
  };

  const turns: number[] = [];
  const turnsBefore: number[] = [];
  const lateness: number[] = [];
  let polls = 0;
  let isBusy = true;
  const takeTurns = async (turns: number[]) => {
    while (isBusy) {
      const before = polls;
      const startedAt = performance.now();
      await setTimeout(1);
      // A poll's own write is what others wait for at any time, prune or not.
      if (polls === before) turns.push(Math.max(0, performance.now() - startedAt - 1));
    }
  };
  const keepPolling = async () => {
    const startedAt = performance.now();
    for (let index = 1; isBusy; index++) {
      const dueAt = startedAt + index * pollEveryMs;
      await setTimeout(Math.max(0, dueAt - performance.now()));
      if (!isBusy) return;
      lateness.push(Math.max(0, performance.now() - dueAt));
      polls += 1;
      await db.chains.record(poll(liveExpiration, now + 1000 + index));
    }
  };

  const readerBefore = await readFor(async () => {
    const others = takeTurns(turnsBefore);
    await setTimeout(3000);
    isBusy = false;
    await others;
    isBusy = true;
  });
  const plan = await db.retention.plan(retentionCutoffs(now), now);
  let report = plan;
  const reader = await readFor(async () => {
    const others = [takeTurns(turns), keepPolling()];
    report = await db.retention.execute(plan);
    isBusy = false;
    await Promise.all(others);
  });
  await db.close();
  files.remove();
  const pruned = report.tables.find(({ table }) => table === 'option_contracts')?.rows ?? 0;
  return {
    rows: pruned,
    rowsPerSecond: (pruned / report.durationMs) * 1000,
    seconds: report.durationMs / 1000,
    freedBytes: report.freedBytes,
    turnBefore: spreadOf(turnsBefore),
    turn: spreadOf(turns),
    poll: spreadOf(lateness),
    readerBefore,
    reader,
  };
}
