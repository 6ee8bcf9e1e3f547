import test, { type ExecutionContext } from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { openMarketDays } from '../../../src/daemon/market-days/open-market-days.ts';
import type { ExchangeDay } from '../../../src/recordings/exchange-days.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { newDatabase } from '../../db/fixtures.ts';
import { calendarSettings } from '../../support/market-days.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const today = '2026-11-23';

async function newWorld(t: ExecutionContext) {
  const { db, clock } = await newDatabase(t);
  const errors: unknown[] = [];
  /** Writes that nobody awaits have ended. */
  const written = () => new Promise(setImmediate);
  const start = async (given: Pick<Recording, 'exchangeDays'> = db) => {
    await written();
    return await openMarketDays({
      settings: calendarSettings,
      db: given,
      clock,
      onStoreError: (error) => errors.push(error),
    });
  };
  return { db, clock, start, written, errors };
}

test('what was announced holds from the first moment of a later start, and what was withdrawn does not', async (t) => {
  const { start } = await newWorld(t);
  const first = await start();
  const mourning = { date: '2026-11-24', name: 'Mourning', kind: 'closed' } as const;
  first.announce([mourning, { date: '2026-11-25', name: 'Storm', kind: 'early-close' }], today);
  const second = await start();
  t.is(second.calendar.closure('2026-11-24'), 'Mourning');
  t.true(second.calendar.sessionOn('2026-11-25')!.isEarlyClose);
  second.announce([mourning], today);
  t.false((await start()).calendar.sessionOn('2026-11-25')!.isEarlyClose);
});

test('a day found closed stays suspended over a start, is closed for good once it is over, and open again when it opened', async (t) => {
  const { start, clock } = await newWorld(t);
  (await start()).suspend(today);
  const second = await start();
  t.is(second.suspended, today);
  t.is(second.calendar.sessionOn(today), null);
  t.truthy(second.scheduled.sessionOn(today));
  t.true(second.stoodClosed(today));

  clock.set(Date.parse('2026-11-25T15:00:00Z'));
  const later = await start();
  t.is(later.suspended, null);
  t.true(later.stoodClosed(today));
  t.is(later.calendar.previousSession('2026-11-24').date, '2026-11-20');

  clock.set(Date.parse('2026-11-23T16:00:00Z'));
  (await start()).suspend(null);
  t.is((await start()).suspended, null);
  t.false((await start()).stoodClosed(today));
});

test('a day that ended closed is remembered beside what is said from then on', async (t) => {
  const { start, written, db, clock } = await newWorld(t);
  const days = await start();
  days.suspend(today);
  days.endSuspendedDay();
  clock.set(Date.parse('2026-11-24T15:00:00Z'));
  days.suspend('2026-11-24');
  days.suspend(null);
  await written();
  t.deepEqual(
    (await db.exchangeDays.all(lastInstant)).map(({ date, origin }) => [date, origin]),
    [[today, 'status']],
  );
});

test('a database that fails is reported, and what it did not take is written with the next word', async (t) => {
  const { db, start, written, errors } = await newWorld(t);
  let isFull = true;
  const days = await start({
    exchangeDays: {
      async all() {
        throw new SpyglassError('database_broken', 'damaged');
      },
      async replace(said: readonly ExchangeDay[], now: number) {
        if (isFull) throw new SpyglassError('database_full', 'no room');
        await db.exchangeDays.replace(said, now);
      },
    },
  });
  days.announce([{ date: '2026-11-24', name: 'Mourning', kind: 'closed' }], today);
  await written();
  t.is(errors.length, 2);
  t.is(days.calendar.closure('2026-11-24'), 'Mourning', 'it holds all the same');
  isFull = false;
  days.suspend(today);
  await written();
  t.is((await db.exchangeDays.all(lastInstant)).length, 2);
});
