import path from 'node:path';
import type { ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import type { HandOver } from '../../src/daemon/hand-over.ts';
import { httpGet } from '../../src/sources/polygon/http/http-get.ts';
import { seededRandom } from '../../src/base/random.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { midSession, startSimulator, startTestDaemon } from './support.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Daemons that follow each other on one database, on a clock that waits for every request under way. */
export async function openMarket(t: ExecutionContext) {
  const dir = await tempDir(t);
  let underWay = 0;
  let chainDelayMs = 0;
  const quotesAskedAt: number[] = [];
  const settle = async () => {
    do for (let turns = 0; turns < 6; turns++) await turn();
    while (underWay > 0);
  };
  const clock = manualClock(midSession, settle);
  const simulator = await startSimulator({ clock, hasRateLimit: false });
  t.teardown(simulator.close);
  const counted: typeof httpGet = async (url, options) => {
    if (chainDelayMs > 0 && url.includes('/snapshot/options/')) await clock.sleep(chainDelayMs);
    underWay += 1;
    if (/stocks\/tickers\/SPY/.test(url)) quotesAskedAt.push(clock.now());
    try {
      const answer = await httpGet(url.replace(simulator.url, simulator.baseUrl), options);
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body ?? []) chunks.push(chunk as Uint8Array);
      return { ...answer, body: inPieces(chunks) } as typeof answer;
    } finally {
      underWay -= 1;
    }
  };
  const start = async (takesOver?: HandOver) => {
    const starting = startTestDaemon(t, {
      ...{ baseUrl: simulator.url, clock, dir, httpGet: counted },
      settings: { callsPerMinute: 1000 },
      ...(takesOver && { takesOver }),
    });
    return (await starting).daemon;
  };
  /**
   * Moves the clock in small steps until it is settled, each after some real time: a database that opens slowly must
   * not take slots of this clock.
   */
  const until = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    for (;;) {
      await settle();
      if (isSettled) return await settled;
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (!isSettled) await clock.advance(50);
    }
  };
  const rows = <T>(query: string, ...values: unknown[]): T[] => {
    const database = new Database(path.join(dir, 'spyglass.sqlite'), { readonly: true });
    try {
      return database.prepare<unknown[], T>(query).all(...values);
    } finally {
      database.close();
    }
  };
  const delayChains = (ms: number) => {
    chainDelayMs = ms;
  };
  return { clock, simulator, start, until, rows, quotesAskedAt, delayChains };
}

async function* inPieces(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

const slotsBetween = (from: number, to: number, everyMs: number) => {
  const slots: number[] = [];
  for (let at = Math.ceil(from / everyMs) * everyMs; at <= to; at += everyMs) slots.push(at);
  return slots;
};

/** So many daemons take over from each other, at random moments: each slot is polled once, and none is a gap. */
export async function handOver(t: ExecutionContext, rounds: number): Promise<void> {
  const market = await openMarket(t);
  const { clock, until } = market;
  const random = seededRandom('hand-over');
  let daemon = await until(market.start());
  await clock.advance(20_000);
  const from = clock.now();
  market.quotesAskedAt.length = 0;
  for (let round = 0; round < rounds; round++) {
    await clock.advance(Math.floor(random.next() * 70_000));
    const note = await until(daemon.handOver());
    // The next one opens while slots become due.
    await clock.advance(Math.floor(random.next() * 9000));
    daemon = await until(market.start(note));
  }
  await clock.advance(31_000);
  const to = clock.now() - 1000;
  const polls = market.rows<{ slot_at: number | null }>(
    'select slot_at from chain_polls where slot_at >= ? and slot_at <= ? order by id',
    from,
    to,
  );
  t.deepEqual(
    polls.map(({ slot_at }) => slot_at),
    slotsBetween(from, to, 60_000),
  );
  const asked = market.quotesAskedAt.filter((at) => at <= to);
  const slots = slotsBetween(from, to, 15_000);
  t.is(asked.length, slots.length);
  for (const [index, slot] of slots.entries()) t.true(asked[index]! >= slot && asked[index]! < slot + 15_000);
  t.deepEqual(market.rows('select * from poll_gaps where started_at >= ?', from), []);
}
