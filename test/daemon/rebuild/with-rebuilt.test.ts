import test, { type ExecutionContext } from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPastReader } from '../../../src/daemon/playback/past/create-past-reader.ts';
import { withRebuilt } from '../../../src/daemon/rebuild/shown/with-rebuilt.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { aChain, minute, monday, newDatabase, recordLevels, someLevels } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { openAloneRebuild, rebuildAll, whileMoving } from './rebuilt-day.ts';

const date = '2026-11-23';
const key = { underlying: 'SPY', date, expiration: date };
const symbol = 'SPY261123C00670000';
const at = (minutes: number) => monday + minutes * minute;

/** A chain that is polled each minute, but for a gap from the second one to the sixth, and is rebuilt throughout. */
async function aDayWithAGap(t: ExecutionContext): Promise<Recording> {
  const { db } = await newDatabase(t);
  for (const poll of [0, 1, 6, 7]) {
    await db.chains.record(aChain({ timestamp: at(poll) }));
    await recordLevels(db, someLevels({ timestamp: at(poll) }));
  }
  const job = { underlying: 'SPY', job: 'chain', sessionDate: date, reason: 'upstream unreachable' };
  await db.gaps.record({ ...job, startedAt: at(1) + 1000, endedAt: at(6) });
  await rebuild(db, date, 9);
  return db;
}

async function rebuild(db: Recording, day: string, minutes: number, first = monday): Promise<void> {
  const of = { ...key, date: day, expiration: day };
  const contract = symbol.replace('261123', day.slice(2).replaceAll('-', ''));
  await db.rebuilt.begin({
    ...of,
    strikesPercent: null,
    source: 'polygon',
    tier: 'unknown',
    startedAt: monday,
  });
  const terms = { strike: 670, optionType: 'call', sharesPerContract: 100, openInterest: null } as const;
  await db.rebuilt.list(of, [{ symbol: contract, ...terms }], [], monday);
  const bars = Array.from({ length: minutes }, (_, index) => ({
    ...{ start: first + index * minute, open: 2, high: 3, low: 1, close: 2 + index / 10 },
    ...{ volume: 10, vwap: 2, trades: 1 },
  }));
  await db.rebuilt.answered(of, contract, bars, monday);
  const levels = bars.map(({ start }) =>
    someLevels({ timestamp: start + minute, expiration: day, maxPain: 661 }),
  );
  await db.rebuilt.modelled(of, { greeks: [], levels, modelVersion: 3, until: first + minutes * minute });
}

test('rebuilt minutes are shown inside of a gap, and nowhere where something was recorded', async (t) => {
  const db = await aDayWithAGap(t);
  const shown = withRebuilt(db);
  const polls = [0, 1, 2, 3, 4, 5, 6, 7].map(at);
  t.deepEqual(await shown.chains.polledAt('SPY', date, monday, lastInstant), polls);
  const between = { underlying: 'SPY', from: monday - 1, asOf: lastInstant, limit: 100 };
  t.deepEqual(
    (await shown.chains.pollsBetween(between)).map(({ timestamp }) => timestamp),
    polls,
  );
  t.is((await shown.chains.pollsBetween({ ...between, limit: 3 })).length, 3);
  t.deepEqual(
    (await shown.levels.between('SPY', monday - 1, lastInstant, 100)).map(
      (levels) => levels.isRebuilt ?? false,
    ),
    [false, false, true, true, true, true, false, false],
  );
  const seen = async (minutes: number) => {
    const chain = await shown.chains.at('SPY', date, at(minutes) + 5000);
    return [(chain!.timestamp - monday) / minute, chain!.isRebuilt ?? false];
  };
  t.deepEqual(await seen(1), [1, false]);
  t.deepEqual(await seen(2), [2, true]);
  t.deepEqual(await seen(5), [5, true]);
  t.deepEqual(await seen(6), [6, false]);
  t.deepEqual(await seen(8), [7, false], 'after the gap what was recorded last stays');
  t.is(await shown.chains.lastPollAt('SPY', date, at(3)), at(3));
  t.like(await shown.levels.at('SPY', at(3)), { timestamp: at(3), isRebuilt: true });
  t.like(await shown.levels.at('SPY', at(8)), { timestamp: at(7), isRebuilt: undefined });
});

test('a chain read from the one before it is the chain itself', async (t) => {
  const shown = withRebuilt(await aDayWithAGap(t));
  let chain = (await shown.chains.at('SPY', date, monday))!;
  for (const poll of [1, 2, 3, 4, 5, 6, 7]) {
    chain = (await shown.chains.next(chain, at(poll)))!;
    t.deepEqual(chain, (await shown.chains.at('SPY', date, at(poll)))!);
  }
  t.is(await shown.chains.next(chain, at(8)), null);
});

test('what was recorded is read as before, and a day without anything is shown as a whole', async (t) => {
  const db = await aDayWithAGap(t);
  await rebuild(db, '2026-11-20', 5, monday - 3 * 24 * 60 * minute);
  const shown = withRebuilt(db);
  t.deepEqual(await db.chains.polledAt('SPY', date, 0, lastInstant), [0, 1, 6, 7].map(at));
  t.deepEqual(
    (await db.chains.polledDays('SPY', lastInstant)).map((day) => [day.date, day.polls]),
    [[date, 4]],
  );
  t.deepEqual(
    (await shown.chains.polledDays('SPY', lastInstant)).map((day) => [day.date, day.polls]),
    [
      ['2026-11-20', 5],
      [date, 8],
    ],
  );
  t.deepEqual(await shown.chains.expirations('SPY', lastInstant), ['2026-11-20', date]);
  t.like(await shown.chains.latest('SPY', monday - minute), { expiration: '2026-11-20', isRebuilt: true });
  t.is(await db.chains.latest('SPY', monday - minute), null);
  t.is(await shown.chains.at('SPY', '2026-11-20', monday - 4 * 24 * 60 * minute), null);
});

test('on the smallest plan a rebuilt yesterday is played with its 0-DTE chain, and counts as nothing recorded', async (t) => {
  const clock = manualClock(Date.parse('2026-11-24T15:00:00Z'));
  const { step, reader } = await openAloneRebuild(t, { clock, simulator: { profile: 'basic' } });
  await whileMoving(clock, rebuildAll(step, { symbol: 'SPY', date, strikesPercent: 0.01 }));
  const recording = await reader();
  t.teardown(recording.close);
  const past = createPastReader({ recording, settings: loadSettings({ env: {} }).settings });
  const noon = Date.parse('2026-11-23T17:00:30Z');
  const { json, place } = await past.picture({ symbol: 'SPY', expiration: null }, noon);
  const picture = JSON.parse(json) as Snapshot;
  t.like(picture.chain, { expiration: date, isRebuilt: true, timestamp: Date.parse('2026-11-23T17:00:00Z') });
  t.true(
    picture.chain!.contracts.some(
      ({ last, impliedVolatility }) => last !== null && impliedVolatility !== null,
    ),
  );
  t.true(picture.chain!.contracts.every(({ bid, ask }) => bid === null && ask === null));
  t.like(picture.levels, { isRebuilt: true });
  t.true(picture.levelsHistory.length > 100);
  t.like(place, { date, missing: null });
  t.deepEqual(
    picture.coverage.map(({ ratio }) => ratio),
    [null, null],
  );
  const [day] = await past.days('SPY', lastInstant);
  t.like(day, { date, polls: 404, ratio: 0, rebuilt: 1 });
});
