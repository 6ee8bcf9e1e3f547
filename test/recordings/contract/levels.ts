import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { minute, monday, recordLevels, someLevels } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

/** What the levels of any recording must do. */
export function testLevels(open: OpenRecording): void {
  test('levels come back exactly as they were recorded', async (t) => {
    const db = await open(t);
    const full = someLevels();
    await recordLevels(db, full);
    t.deepEqual(await db.levels.at('SPY', lastInstant), full);
  });

  test('rows of version 1 do not know when their quotes were made: their time counts from the poll', async (t) => {
    const db = await open(t);
    const first = someLevels({ modelVersion: 1, quotedAt: null, spotAt: null });
    await recordLevels(db, first);
    const { yearsToExpiry } = someLevels();
    const years = yearsToExpiry! - 250 / (365 * 86_400_000);
    t.true(Math.abs((await db.levels.at('SPY', lastInstant))!.yearsToExpiry! - years) < 1e-15);
    t.like(await db.levels.at('SPY', lastInstant), { modelVersion: 1, quotedAt: null });
  });

  test('a put/call ratio of 0 is 0', async (t) => {
    const db = await open(t);
    await recordLevels(db, someLevels({ putCallRatio: { volume: 0, openInterest: 0 } }));
    t.deepEqual((await db.levels.at('SPY', lastInstant))!.putCallRatio, { volume: 0, openInterest: 0 });
  });

  test('a later poll at the opening price has the opening’s one-sigma move too', async (t) => {
    const db = await open(t);
    const { expectedMove, spot } = someLevels();
    const opening = { ...expectedMove.opening!, reference: spot! };
    const back = someLevels({ expectedMove: { ...expectedMove, opening, used: 0, oneSigmaUsed: 0 } });
    await recordLevels(db, back);
    t.deepEqual(await db.levels.at('SPY', lastInstant), back);
    const unknown = { ...expectedMove, opening: { ...opening, oneSigma: null }, used: 0, oneSigmaUsed: null };
    const bare = someLevels({ timestamp: monday + minute, expectedMove: unknown });
    await recordLevels(db, bare);
    t.deepEqual(await db.levels.at('SPY', lastInstant), bare);
  });

  test('what is unknown is null again, and never 0', async (t) => {
    const db = await open(t);
    const bare = someLevels({
      ...{ spot: null, spotSource: null, byOpenInterest: null, byVolume: null, maxPain: null },
      ...{ closes: null, yearsToExpiry: null, minutesToOptionClose: null, minutesToRegularClose: null },
      putCallRatio: { volume: null, openInterest: null },
      expectedMove: {
        ...{ straddle: null, straddleSpread: null, oneSigma: null, opening: null },
        ...{ used: null, oneSigmaUsed: null },
      },
      volatility: { atTheMoney: null, day: null, put25: null, call25: null, skew: null },
      pricedWith: null,
      atTheMoney: null,
      counts: { ...someLevels().counts, vendor: 0, model: 0, refused: 412 },
    });
    await recordLevels(db, bare);
    t.deepEqual(await db.levels.at('SPY', lastInstant), bare);
    const oneSide = someLevels({
      atTheMoney: { strike: 671, call: null, put: someLevels().atTheMoney!.put },
    });
    await recordLevels(db, oneSide);
    t.deepEqual(await db.levels.at('SPY', lastInstant), oneSide, 'recording an instant again replaces it');
  });

  test('the levels at an instant are those of the last poll up to it, whichever chain it was of', async (t) => {
    const db = await open(t);
    const noon = someLevels();
    const evening = someLevels({ expiration: '2026-11-24', timestamp: monday + 120 * minute, maxPain: 600 });
    await recordLevels(db, evening);
    await recordLevels(db, noon);
    await recordLevels(db, someLevels({ underlying: 'QQQ', timestamp: monday + minute }));
    t.is(await db.levels.at('SPY', monday - 1), null);
    t.deepEqual(await db.levels.at('SPY', monday), noon);
    t.deepEqual(await db.levels.at('SPY', evening.timestamp - 1), noon);
    t.deepEqual(await db.levels.at('SPY', evening.timestamp), evening);
    t.deepEqual(await db.levels.at('SPY', lastInstant), evening);
  });

  test('a session holds its own day, oldest first, and not the evening before', async (t) => {
    const db = await open(t);
    const times = ['09:30', '09:31', '16:14'] as const;
    const polls = times.map((time) => someLevels({ timestamp: newYorkInstant('2026-11-23', time) }));
    for (const poll of polls.toReversed()) await recordLevels(db, poll);
    await recordLevels(db, someLevels({ timestamp: newYorkInstant('2026-11-20', '18:00') }));
    await recordLevels(
      db,
      someLevels({ expiration: '2026-11-24', timestamp: newYorkInstant('2026-11-23', '18:00') }),
    );
    const optionClose = newYorkInstant('2026-11-23', '16:15');
    t.deepEqual(await db.levels.ofSession('SPY', '2026-11-23', optionClose, lastInstant), polls);
    t.deepEqual(await db.levels.ofSession('SPY', '2026-11-23', null, lastInstant), polls);
    t.deepEqual(
      await db.levels.ofSession('SPY', '2026-11-23', null, polls[2]!.timestamp - 1),
      polls.slice(0, 2),
    );
    t.deepEqual(
      await db.levels.ofSession('SPY', '2026-11-24', optionClose + 24 * 60 * minute, lastInstant),
      [],
    );
  });

  test('a session without an expiration of its own holds the polls of the nearest one until the option close', async (t) => {
    const db = await open(t);
    const poll = (time: string) =>
      someLevels({
        underlying: 'TSLA',
        expiration: '2026-11-27',
        timestamp: newYorkInstant('2026-11-23', time),
      });
    const [noon, late, evening] = [poll('12:00'), poll('16:14'), poll('18:00')];
    for (const each of [noon, late, evening]) await recordLevels(db, each);
    const optionClose = newYorkInstant('2026-11-23', '16:15');
    t.deepEqual(await db.levels.ofSession('TSLA', '2026-11-23', optionClose, lastInstant), [noon, late]);
  });

  test('levels are read on in the order of their polls, with every value', async (t) => {
    const db = await open(t);
    const polls = [0, 1, 2, 3].map((index) =>
      someLevels({
        timestamp: monday + index * minute,
        maxPain: 660 + index,
        ...(index === 3 && { expiration: '2026-11-24' }),
      }),
    );
    for (const levels of polls.toReversed()) await recordLevels(db, levels);
    await recordLevels(db, someLevels({ underlying: 'QQQ', timestamp: monday + minute }));
    const between = (from: number, asOf: number, limit = 99) => db.levels.between('SPY', from, asOf, limit);
    t.deepEqual(await between(0, lastInstant), polls);
    t.deepEqual(await between(monday, monday + 2 * minute), polls.slice(1, 3));
    t.deepEqual(await between(0, lastInstant, 2), polls.slice(0, 2));
    t.deepEqual(await between(monday + 3 * minute, lastInstant), []);
  });
}
