import { closeDaemon } from '../daemon/close-daemon.ts';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Status } from '../../src/protocol/state.ts';
import { type PolledDaemon, startPolledDaemon } from '../daemon/polled-daemon.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type Piece, pieces } from './pieces.ts';
import { renames } from './renames.ts';
import { takeScreens } from './screens.ts';
import { helloParams, openSocketClient, type SocketClient } from './socket-client.ts';
import { createTrace, meters, type Trace } from './trace.ts';

export type Plan = 'basic' | 'starter' | 'advanced';

export interface RecordedDay {
  trace: Trace;
  databaseFile: string;
  /** Pictures by the name of their screen. */
  screens: Map<string, string>;
}

/**
 * What is due on a full second, and what follows within half a step, lies in one step: what frame timers hold back
 * counts to the instant it belongs to.
 */
const stepMs = 5000;
const slowStepMs = 60_000;
/** Of the half step that follows a slow one's instant, what the runs due then have; the rest is for their events. */
const framesMs = 1000;
/** Turns that the machine has for an answer before the clock is moved on. */
const freeTurns = 500;
/** What has a line of its own. */
const sliceMs = 300_000;
const slowSliceMs = 1_800_000;

const stepAt = (at: number, isSlow = false) => {
  const slice = isSlow ? slowSliceMs : sliceMs;
  return { at, slice: Math.floor(at / slice) * slice };
};

/** Records one day in pieces, each with a daemon of its own on the recordings of the one before, and what a client sees of it. */
export async function recordDay(t: ExecutionContext, plan: Plan): Promise<RecordedDay> {
  const dir = await tempDir(t);
  const trace = createTrace(renames);
  const screens = new Map<string, string>();
  for (const piece of pieces) {
    const polled = await startPolledDaemon(t, {
      at: newYorkInstant(piece.date, piece.from),
      dir,
      simulator: { profile: plan },
      // What a thread does comes when it comes; it has tests of its own.
      settings: {
        symbols: ['SPY', 'QQQ'],
        alertRules: piece.alertRules,
        archiveEnabled: false,
        recordRefill: false,
      },
    });
    const client = await openSocketClient(polled.socketPath);
    await recordPiece(t, { polled, client, trace, piece, screens });
    client.close();
    await closeDaemon(polled);
  }
  return { trace, databaseFile: path.join(dir, 'spyglass.sqlite'), screens };
}

/** The database's log is copied in real time, for which the clock does not wait by itself. */
async function untilPruned({ clock, dir }: PolledDaemon, client: SocketClient): Promise<void> {
  const isPruning = async () => {
    const { jobs } = (await client.ask('status')) as Status;
    return jobs.some(({ name, isRunning }) => name === 'housekeeping' && isRunning);
  };
  while (await isPruning()) {
    await stat(dir);
    await clock.advance(0);
  }
}

interface Recording {
  polled: PolledDaemon;
  client: SocketClient;
  trace: Trace;
  piece: Piece;
  screens: Map<string, string>;
}

async function recordPiece(t: ExecutionContext, { polled, client, trace, piece, screens }: Recording) {
  const { clock } = polled;
  const ask = async (name: string, params: object) => {
    trace.answer(stepAt(clock.now()), name, await client.ask(name, params));
  };
  await ask('hello', helloParams);
  await ask('subscribe', {});
  // What the requests of the start have used is sent before or after a client has subscribed.
  let isStart = true;
  for (const { until, isSlow, asks } of piece.stretches) {
    const step = isSlow ? slowStepMs : stepMs;
    const end = newYorkInstant(until.date ?? piece.date, until.time) + stepMs / 2;
    while (clock.now() < end) {
      const at = Math.floor((clock.now() - stepMs / 2) / step) * step + step;
      if (isSlow) {
        await clock.advance(Math.max(0, at + framesMs - clock.now()));
        await untilPruned(polled, client);
      }
      await clock.advance(at + stepMs / 2 - clock.now());
      const messages = await client.take();
      trace.add(
        stepAt(at, isSlow),
        messages.filter(({ method }) => !isStart || !meters.has(method)),
      );
      isStart = false;
    }
    for (const { method, params } of asks ?? []) {
      if (method === 'screens') {
        for (const [name, screen] of await takeScreens(t, polled)) screens.set(name, screen);
        continue;
      }
      let answer: { result: unknown } | null = null;
      void client.ask(method, params).then((result) => {
        answer = { result };
      });
      // What waits for the budget does so by the clock; all else has its answer long before that is moved.
      for (let turn = 0; answer === null; turn++) await clock.advance(turn < freeTurns ? 0 : stepMs);
      trace.answer(stepAt(clock.now()), method, (answer as { result: unknown }).result);
    }
  }
}
