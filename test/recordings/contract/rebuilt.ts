import test from 'ava';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { MinuteBar, RebuiltContract, RebuiltStore } from '../../../src/recordings/rebuilt.ts';
import { aChain, minute, monday, recordLevels, someLevels } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

const key = { underlying: 'SPY', date: '2026-11-23', expiration: '2026-11-23' };
const day: Parameters<RebuiltStore['begin']>[0] = {
  ...{ ...key, strikesPercent: 3, source: 'polygon', tier: 'unknown', startedAt: monday },
};
const call = 'SPY261123C00670000';
const put = 'SPY261123P00670000';

function contractOf(symbol: string): Omit<RebuiltContract, 'askedAt'> {
  const optionType = symbol === put ? 'put' : 'call';
  return { symbol, strike: 670, optionType, sharesPerContract: 100, openInterest: 12 };
}

function bar(start: number, close: number, changes: Partial<MinuteBar> = {}): MinuteBar {
  const prices = { open: close, high: close + 0.1, low: close - 0.1, close };
  return { start, ...prices, volume: 10, vwap: close, trades: 3, ...changes };
}

async function listed(rebuilt: RebuiltStore): Promise<void> {
  await rebuilt.begin(day);
  await rebuilt.list(key, [call, put].map(contractOf), [bar(monday, 671.2)], monday + 1);
}

const nothingAsked = { contracts: 2, asked: 0, minutes: 0, notes: [], finishedAt: null, modelledUntil: null };

/** What rebuilt chains must do, in any recording. */
export function testRebuilt(open: OpenRecording): void {
  test('a rebuild says how far it has come, and goes on where it was', async (t) => {
    const { rebuilt } = await open(t);
    t.is(await rebuilt.day(key), null);
    await listed(rebuilt);
    t.deepEqual(await rebuilt.day(key), { ...day, ...nothingAsked, listedAt: monday + 1 });
    await rebuilt.answered(key, call, [bar(monday, 2)], monday + 2);
    await listed(rebuilt);
    t.like(await rebuilt.day(key), { asked: 1, minutes: 1, listedAt: monday + 1 });
    t.deepEqual(
      (await rebuilt.contracts(key)).map(({ symbol, askedAt }) => [symbol, askedAt]),
      [
        [call, monday + 2],
        [put, null],
      ],
    );
    await rebuilt.finish(key, monday + 9);
    t.like(await rebuilt.day(key), { finishedAt: monday + 9 });
    t.deepEqual((await rebuilt.days()).length, 1);
    t.deepEqual(await rebuilt.days('QQQ'), []);
  });

  test('wider strikes begin a rebuild again and keep what was asked', async (t) => {
    const { rebuilt } = await open(t);
    await listed(rebuilt);
    await rebuilt.answered(key, call, [bar(monday, 2)], monday + 2);
    await rebuilt.finish(key, monday + 9);
    await rebuilt.begin({ ...day, strikesPercent: 2 });
    t.like(await rebuilt.day(key), { strikesPercent: 3, finishedAt: monday + 9 });
    await rebuilt.begin({ ...day, strikesPercent: null, startedAt: monday + 20 });
    t.like(await rebuilt.day(key), { strikesPercent: null, finishedAt: null, listedAt: null, asked: 1 });
  });

  test('what could not be had is noted once', async (t) => {
    const { rebuilt } = await open(t);
    await listed(rebuilt);
    for (const note of ['one', 'two', 'one']) await rebuilt.note(key, note);
    t.deepEqual((await rebuilt.day(key))?.notes, ['one', 'two']);
  });

  test('a chain has a price only of contracts that traded in its minute, and the volume until then', async (t) => {
    const { rebuilt } = await open(t);
    await listed(rebuilt);
    t.is(await rebuilt.chain('SPY', '2026-11-23', monday + minute), null, 'nothing has been asked');
    await rebuilt.answered(key, call, [bar(monday, 2), bar(monday + minute, 2.5)], monday + 2);
    await rebuilt.answered(key, put, [bar(monday, 1)], monday + 2);
    const chain = await rebuilt.chain('SPY', '2026-11-23', monday + 2 * minute);
    t.like(chain, {
      isRebuilt: true,
      timestamp: monday + 2 * minute,
      tier: 'unknown',
      underlyingPrice: null,
    });
    t.deepEqual(
      chain?.contracts.map(({ symbol, last, volume, openInterest, bid, ask, impliedVolatility }) => ({
        ...{ symbol, last, volume, openInterest, bid, ask, impliedVolatility },
      })),
      [
        {
          symbol: call,
          last: 2.5,
          volume: 20,
          openInterest: 12,
          bid: null,
          ask: null,
          impliedVolatility: null,
        },
        {
          symbol: put,
          last: null,
          volume: 10,
          openInterest: 12,
          bid: null,
          ask: null,
          impliedVolatility: null,
        },
      ],
    );
    const first = await rebuilt.chain('SPY', '2026-11-23', monday + minute);
    t.like(first, {
      underlyingPrice: 671.2,
      underlyingPriceSource: 'quote',
      underlyingPriceAt: monday + minute,
    });
    t.is(await rebuilt.chain('SPY', '2026-11-24', monday + minute), null);
  });

  test('the bars of a contract come back as the vendor gave them; those that break a rule are left out', async (t) => {
    const { rebuilt } = await open(t);
    await listed(rebuilt);
    const bars = [bar(monday, 2, { vwap: null }), bar(monday + minute, 2.5, { volume: 3.25, trades: null })];
    const wrong = [bar(monday + 2 * minute, 2, { low: 3 }), bar(monday + 2 * minute + 1, 2)];
    const { stored, refused } = await rebuilt.answered(key, call, [...bars, ...wrong], monday + 2);
    t.is(stored, 2);
    t.deepEqual(
      refused.map(({ start }) => start),
      [monday + 2 * minute, monday + 2 * minute + 1],
    );
    t.deepEqual(await rebuilt.bars(call, 0, lastInstant), bars);
    await rebuilt.answered(key, call, bars.slice(1), monday + 3);
    t.deepEqual(await rebuilt.bars(call, 0, lastInstant), bars.slice(1), 'an answer replaces the one before');
  });

  test('minutes are shown once their levels are stored, and are no recorded ones', async (t) => {
    const db = await open(t);
    const { rebuilt } = db;
    await listed(rebuilt);
    await rebuilt.answered(key, call, [bar(monday, 2)], monday + 2);
    t.deepEqual(await rebuilt.minutes('SPY', '2026-11-23', 0, lastInstant), []);
    const levels = someLevels({ timestamp: monday + minute });
    const greeks = {
      symbol: call,
      start: monday,
      impliedVolatility: 0.2,
      delta: 0.5,
      gamma: 0.1,
      theta: -1,
      vega: 0.1,
    };
    const wrong = someLevels({ timestamp: monday + 2 * minute, maxPain: -1 });
    const { refused } = await rebuilt.modelled(key, {
      ...{ greeks: [greeks], levels: [levels, wrong], modelVersion: 4, until: monday + 2 * minute },
    });
    t.deepEqual(
      refused.map(({ timestamp }) => timestamp),
      [monday + 2 * minute],
    );
    t.deepEqual(await rebuilt.minutes('SPY', '2026-11-23', 0, lastInstant), [monday + minute]);
    t.deepEqual(await rebuilt.minutes('SPY', '2026-11-23', 0, monday), [], 'it was not over');
    t.deepEqual(await rebuilt.levels('SPY', 0, lastInstant), [{ ...levels, isRebuilt: true }]);
    t.deepEqual(await rebuilt.greeks('SPY', '2026-11-23', monday + minute), [greeks]);
    t.deepEqual(await rebuilt.greeks('SPY', '2026-11-23', monday + 2 * minute), []);
    t.like(await rebuilt.day(key), { modelledUntil: monday + 2 * minute });
    t.is(await db.levels.at('SPY', lastInstant), null);
    t.is(await db.chains.latest('SPY', lastInstant), null);
    t.deepEqual(await db.chains.polledDays('SPY', lastInstant), []);
  });

  test('a removed day is gone, and nothing that was recorded', async (t) => {
    const db = await open(t);
    const { rebuilt } = db;
    await db.chains.record(aChain());
    await recordLevels(db, someLevels());
    await listed(rebuilt);
    await rebuilt.answered(key, call, [bar(monday, 2)], monday + 2);
    const other = { ...key, expiration: '2026-11-24' };
    await rebuilt.begin({ ...day, ...other });
    await rebuilt.modelled(key, {
      ...{ greeks: [], levels: [someLevels({ timestamp: monday + minute })], modelVersion: 4 },
      until: monday + minute,
    });
    const before = await db.chains.latest('SPY', lastInstant);
    t.deepEqual(await rebuilt.remove('SPY', '2026-11-23', '2026-11-23'), {
      ...{ days: 1, contracts: 2, minutes: 1, levels: 1 },
    });
    t.is(await rebuilt.day(key), null);
    t.is((await rebuilt.days()).length, 1);
    t.deepEqual(await rebuilt.bars(call, 0, lastInstant), []);
    t.like(await rebuilt.remove('SPY', '2026-11-23'), { days: 1, contracts: 0 });
    t.deepEqual(await db.chains.latest('SPY', lastInstant), before);
    t.truthy(await db.levels.at('SPY', lastInstant));
  });
}
