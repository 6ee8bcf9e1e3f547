import test, { type ExecutionContext } from 'ava';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import type { MinuteBar } from '../../../src/recordings/rebuilt.ts';
import { assumptionsOn } from '../../support/assumptions.ts';
import { long } from '../../support/long.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { openAloneRebuild, rebuildAll, simulatedVolatility, whileMoving } from './rebuilt-day.ts';

const date = '2026-11-23';
const nextDay = Date.parse('2026-11-24T15:00:00Z');
const at15 = Date.parse('2026-11-23T20:00:00Z');
const narrow = { symbol: 'SPY', date, strikesPercent: 0.3 };
const unlimited = { simulator: { profile: 'starter', hasRateLimit: false }, callsPerMinute: 10_000 } as const;

/** The bars of a path as the simulator serves them. */
async function served(url: string, path: string): Promise<MinuteBar[]> {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: 'Bearer test-key' } });
  const { results = [] } = (await answer.json()) as { results?: Record<string, number>[] };
  return results.map(({ t, o, h, l, c, v, vw, n }) => ({
    ...{ start: t!, open: o!, high: h!, low: l!, close: c! },
    ...{ volume: v!, vwap: vw ?? null, trades: n ?? null },
  }));
}

const median = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >>> 1]!;

function isUnique(t: ExecutionContext, paths: readonly string[]): void {
  t.deepEqual(
    paths.filter((path, index) => paths.indexOf(path) !== index),
    [],
  );
}

test('a day that was never recorded is rebuilt: each minute is the served bar, and the volatility the market’s', async (t) => {
  const clock = manualClock(nextDay);
  const { step, asked, simulator, reader } = await openAloneRebuild(t, { clock, ...unlimited });
  const { day } = await rebuildAll(step, narrow);
  t.like(day, { notes: [], modelledUntil: Date.parse('2026-11-23T21:15:00Z') });
  t.is(asked.length, day.contracts + 2);
  isUnique(
    t,
    asked.map(({ path }) => path),
  );
  const db = await reader();
  t.teardown(db.close);
  const contracts = await db.rebuilt.contracts(day);
  let minutes = 0;
  for (const { symbol } of contracts) {
    const bars = await served(
      simulator.url,
      `/v2/aggs/ticker/O:${symbol}/range/1/minute/${date}/${date}?limit=50000`,
    );
    t.deepEqual(await db.rebuilt.bars(symbol, 0, lastInstant), bars, symbol);
    minutes += bars.length;
  }
  t.is(day.minutes, minutes);
  t.true(minutes > 3000, `${minutes}`);
  const spots = await served(
    simulator.url,
    `/v2/aggs/ticker/SPY/range/1/minute/${date}/${date}?limit=50000&adjusted=false`,
  );
  t.deepEqual(await db.rebuilt.spots('SPY', 0, lastInstant), spots);

  const closed = Date.parse('2026-11-23T21:15:00Z');
  const off = (await db.rebuilt.levels('SPY', 0, closed - 1)).map(({ timestamp, volatility }) => ({
    ...{ timestamp, isKnown: volatility.atTheMoney !== null },
    points: 100 * Math.abs((volatility.atTheMoney ?? 0) - simulatedVolatility(date, timestamp)),
  }));
  t.is(off.length, 404, 'the last one ends with the options');
  const before = off.filter(({ timestamp, isKnown }) => timestamp <= at15 && isKnown);
  t.true(before.length > 320);
  const points = ({ points: of }: { points: number }) => of;
  t.true(median(before.map(points)) < 0.5, `${median(before.map(points))} points until 15:00`);
  const later = off.filter(({ timestamp, isKnown }) => timestamp > at15 && isKnown);
  t.log(
    `median until 15:00 ${median(before.map(points)).toFixed(2)}, later ${median(later.map(points)).toFixed(2)} points`,
  );
});

long(
  'a minute has prices of its own trades only, no bids and asks, and the day’s volume until then',
  async (t) => {
    const { step, reader } = await openAloneRebuild(t, { clock: manualClock(nextDay), ...unlimited });
    const { day } = await rebuildAll(step, { ...narrow, strikesPercent: 1 });
    const db = await reader();
    t.teardown(db.close);
    const end = Date.parse('2026-11-23T17:00:00Z');
    const chain = (await db.rebuilt.chain('SPY', date, end))!;
    t.is(chain.contracts.length, day.contracts);
    const filled = fillChain(chain, assumptionsOn(createCalendar())).chain;
    let silent = 0;
    for (const contract of filled.contracts) {
      const bars = await db.rebuilt.bars(contract.symbol, 0, end);
      const last = bars.at(-1);
      t.is(contract.last, last?.start === end - 60_000 ? last.close : null);
      t.is(
        contract.volume,
        bars.reduce((sum, { volume }) => sum + volume, 0),
      );
      t.like(contract, { bid: null, ask: null, openInterest: null, quotedAt: null, tradedAt: null });
      if (contract.last === null) silent++;
      else if (contract.impliedVolatility !== null) t.is(contract.greeksSource, 'model');
    }
    t.true(silent > 0 && silent < filled.contracts.length);
    const [levels] = await db.rebuilt.levels('SPY', end - 1, end);
    t.like(levels, { timestamp: end, isRebuilt: true, byOpenInterest: null, spotSource: 'quote' });
    t.like(levels!.expectedMove, { straddleSpread: null });
    t.like(levels!.atTheMoney!.call, { spreadPercent: null, market: 'none' });
  },
);

test('a rebuild that is ended goes on where it was and asks for nothing twice', async (t) => {
  const clock = manualClock(nextDay);
  const first = await openAloneRebuild(t, { clock, ...unlimited });
  for (let steps = 0; steps < 5; steps++) t.not((await first.step(narrow)).stage, 'done');
  await first.close();
  const second = await openAloneRebuild(t, { clock, ...unlimited, dir: first.dir });
  const { day } = await rebuildAll(second.step, narrow);
  const paths = [...first.asked, ...second.asked].map(({ path }) => path);
  t.is(paths.length, day.contracts + 2);
  isUnique(t, paths);
  const before = second.asked.length;
  t.is((await second.step(narrow)).stage, 'done');
  t.is(second.asked.length, before, 'a day that is done asks for nothing');
  t.like(await second.remove('SPY', date), { days: 1, contracts: day.contracts, minutes: day.minutes });
});

long('the smallest plan rebuilds yesterday within its five calls a minute', async (t) => {
  const clock = manualClock(nextDay);
  const { step, asked, reader } = await openAloneRebuild(t, { clock, simulator: { profile: 'basic' } });
  const few = { ...narrow, strikesPercent: 0.01 };
  const done = await whileMoving(clock, rebuildAll(step, few));
  t.is(done.stage, 'done');
  t.true(asked.length > 10, `${asked.length}`);
  isUnique(
    t,
    asked.map(({ path }) => path),
  );
  for (const { at } of asked) {
    const inMinute = asked.filter((other) => other.at >= at && other.at < at + 60_000).length;
    t.true(inMinute <= 4, 'one call is kept for the user');
  }
  const db = await reader();
  t.teardown(db.close);
  t.true((await db.apiLog.since(0, lastInstant)).every(({ statusCode }) => statusCode === 200));
});

test('what a plan may not is said with what it lacks', async (t) => {
  const evening = manualClock(Date.parse('2026-11-23T23:00:00Z'));
  const basic = await openAloneRebuild(t, {
    clock: evening,
    simulator: { profile: 'basic', hasRateLimit: false },
  });
  const notYet = await t.throwsAsync(whileMoving(evening, rebuildAll(basic.step, narrow)), {
    message: /once that day is over/,
  });
  t.like(notYet, { code: 'not_entitled', hint: 'Not yet: run it again after midnight in New York.' });
  const old = { ...narrow, date: '2024-02-05' };
  const tooOld = await t.throwsAsync(whileMoving(evening, rebuildAll(basic.step, old)), {
    message: /2024-02-05 is further back/,
  });
  t.like(tooOld, { code: 'not_entitled' });
  await t.throwsAsync(basic.step({ ...narrow, date: '2026-11-24' }), { message: /2026-11-24 is not over/ });
  await t.throwsAsync(basic.step({ ...narrow, date: '2026-11-22' }), { message: /no session/ });

  const clock = manualClock(nextDay);
  const refused = await openAloneRebuild(t, { clock, ...unlimited });
  refused.simulator.setFault('option-bars-refused');
  await t.throwsAsync(rebuildAll(refused.step, narrow), { message: /cannot be rebuilt with this plan/ });
});

test('a series that stopped trading the day before is not asked for', async (t) => {
  const clock = manualClock(Date.parse('2026-11-21T15:00:00Z'));
  const { step, asked } = await openAloneRebuild(t, { clock, ...unlimited });
  const thirdFriday = { symbol: 'I:SPX', date: '2026-11-20', strikesPercent: 0.01 };
  const { day } = await rebuildAll(step, thirdFriday, { until: 'computing' });
  const contracts = asked.flatMap(({ path }) => /O:[A-Z]+/.exec(decodeURIComponent(path))?.[0] ?? []);
  t.true(day.contracts > 0);
  t.is(contracts.length, day.contracts);
  t.deepEqual([...new Set(contracts)], ['O:SPXW']);
});
