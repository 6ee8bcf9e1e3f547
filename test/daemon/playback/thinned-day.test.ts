import test from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { retentionCutoffs } from '../../../src/daemon/recording/retention-cutoffs.ts';
import { aChain, aQuote, someLevels } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { eventsIn, readerOf } from './life.ts';

const day = '2026-11-23';
const nearest = { symbol: 'SPY', expiration: null };
const on = (time: string, date = day) => newYorkInstant(date, time);

test('a day that retention has thinned keeps its levels, and the weekend shows the last poll', async (t) => {
  const dir = await tempDir(t);
  const db = await openDatabase({ path: `${dir}/spyglass.sqlite`, clock: manualClock(on('17:00')) });
  t.teardown(() => db.close());
  for (const date of [day, '2026-12-31']) {
    for (const at of [on('10:00', date), on('10:01', date)]) {
      const chain = aChain({ expiration: date, timestamp: at });
      await db.chains.record(chain, () => someLevels({ expiration: date, timestamp: at }));
      await db.quotes.record(
        aQuote({ timestamp: at, receivedAt: at, price: at === on('10:00', date) ? 671 : 672 }),
      );
    }
  }
  const pictureOf = async (at: number) => {
    const reader = await readerOf(t, dir);
    const { json, place } = await reader.picture(nearest, at);
    return { ...JSON.parse(json), place };
  };
  const whole = await pictureOf(on('10:01'));
  t.is(whole.chain.timestamp, on('10:01'));
  t.true(whole.levels.profile !== null);
  t.like(whole.place, { date: day, poll: 2, polls: 2 });
  const weekend = await pictureOf(on('12:00', '2026-11-28'));
  t.is(weekend.chain.timestamp, on('10:01'));
  t.is(weekend.quote.timestamp, on('10:01'));

  const now = on('12:00', '2026-12-31');
  await db.retention.execute(await db.retention.plan(retentionCutoffs(now), now));
  const thinned = await pictureOf(on('10:01'));
  t.is(thinned.chain, null);
  t.is(thinned.levels.timestamp, on('10:01'));
  t.is(thinned.levels.profile, null);
  t.is(thinned.levelsHistory.length, 2);
  const events = await eventsIn(await readerOf(t, dir), { from: on('09:59'), to: on('10:05') });
  t.deepEqual(
    events.filter(({ name }) => name === 'chain' || name === 'levels').map(({ name, at }) => [name, at]),
    [
      ['levels', on('10:00')],
      ['levels', on('10:01')],
    ],
  );
});
