import test from 'ava';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { aChain, minute, monday, recordLevels, someLevels } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

/** What levels that were computed again must do, in any recording. */
export function testRecomputedLevels(open: OpenRecording): void {
  test('levels that were computed again come back exactly, and those of the time stay', async (t) => {
    const db = await open(t);
    const recorded = someLevels({ modelVersion: 2 });
    await recordLevels(db, recorded);
    const again = someLevels({ modelVersion: 3, maxPain: 668 });
    t.deepEqual(await db.recomputedLevels.record([again], monday + minute), { stored: 1, refused: [] });
    t.deepEqual(await db.recomputedLevels.at(recorded, lastInstant), {
      levels: again,
      recomputedAt: monday + minute,
    });
    t.deepEqual(await db.levels.at('SPY', lastInstant), recorded);
  });

  test('computed again by the same version they replace what is there, by a later one they stand beside it', async (t) => {
    const db = await open(t);
    const poll = someLevels();
    const again = (modelVersion: number, maxPain: number) => someLevels({ modelVersion, maxPain });
    await db.recomputedLevels.record([again(3, 660)], monday + minute);
    await db.recomputedLevels.record([again(3, 661)], monday + 2 * minute);
    const found = async (asOf: number) => (await db.recomputedLevels.at(poll, asOf))?.levels.maxPain ?? null;
    t.is(await found(lastInstant), 661);
    await db.recomputedLevels.record([again(4, 664)], monday + 3 * minute);
    t.is(await found(lastInstant), 664);
    t.is(await found(monday + 2 * minute), 661, 'what came later was not there');
    t.is(await found(monday), null);
    await db.recomputedLevels.record([again(3, 662)], monday + 4 * minute);
    t.is(await found(lastInstant), 664, 'the newest version counts');
  });

  test('each poll has its own', async (t) => {
    const db = await open(t);
    await db.recomputedLevels.record([someLevels()], monday + minute);
    const at = (key: Parameters<typeof db.recomputedLevels.at>[0]) =>
      db.recomputedLevels.at(key, lastInstant);
    const poll = { underlying: 'SPY', expiration: '2026-11-23', timestamp: monday };
    t.truthy(await at(poll));
    t.is(await at({ ...poll, timestamp: monday + 1 }), null);
    t.is(await at({ ...poll, expiration: '2026-11-24' }), null);
    t.is(await at({ ...poll, underlying: 'QQQ' }), null);
  });

  test('levels that break a rule are left out alone', async (t) => {
    const db = await open(t);
    const wrong = someLevels({ timestamp: monday + minute, maxPain: -1 });
    const { stored, refused } = await db.recomputedLevels.record([someLevels(), wrong], monday + minute);
    t.is(stored, 1);
    t.is(refused.length, 1);
    t.is(refused[0]!.timestamp, monday + minute);
    t.truthy(await db.recomputedLevels.at(someLevels(), lastInstant));
    t.is(await db.recomputedLevels.at(wrong, lastInstant), null);
  });

  test('the polls of a chain are listed from one instant up to another', async (t) => {
    const db = await open(t);
    for (const timestamp of [monday + 2 * minute, monday, monday + minute]) {
      await db.chains.record(aChain({ timestamp }));
    }
    await db.chains.record(aChain({ expiration: '2026-11-24', timestamp: monday + minute + 1 }));
    const polled = (from: number, asOf: number) => db.chains.polledAt('SPY', '2026-11-23', from, asOf);
    t.deepEqual(await polled(0, lastInstant), [monday, monday + minute, monday + 2 * minute]);
    t.deepEqual(await polled(monday + 1, monday + minute), [monday + minute]);
    t.deepEqual(await db.chains.polledAt('QQQ', '2026-11-23', 0, lastInstant), []);
  });
}
