import test from 'ava';
import type { ExchangeDay } from '../../../../src/recordings/exchange-days.ts';
import { minute, monday, newDatabase } from '../../fixtures.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';

const aDay = (date: string, changes: Partial<ExchangeDay> = {}): ExchangeDay => ({
  ...{ date, kind: 'closed', name: 'Mourning', toldBy: 'announcement' },
  ...changes,
});

test('what holds now takes the place of what held before, announcements first and each by date', async (t) => {
  const { db } = await newDatabase(t);
  t.deepEqual(db.exchangeDays.all(lastInstant), []);
  const found = aDay('2026-11-23', { toldBy: 'status' });
  const [tuesday, friday] = [aDay('2026-11-24'), aDay('2026-11-27', { kind: 'early-close', name: '' })];
  db.exchangeDays.replace([found, friday, tuesday], monday);
  t.deepEqual(db.exchangeDays.all(lastInstant), [tuesday, friday, found]);
  const renamed = aDay('2026-11-24', { kind: 'early-close', name: 'Half a day' });
  db.exchangeDays.replace([renamed, aDay('2026-11-24', { toldBy: 'status' })], monday);
  t.deepEqual(db.exchangeDays.all(lastInstant), [renamed, aDay('2026-11-24', { toldBy: 'status' })]);
  db.exchangeDays.replace([], monday);
  t.deepEqual(db.exchangeDays.all(lastInstant), []);
});

test('a day that is said again keeps the time at which it was said first', async (t) => {
  const { db } = await newDatabase(t);
  const [tuesday, wednesday] = [aDay('2026-11-24'), aDay('2026-11-25')];
  db.exchangeDays.replace([tuesday], monday);
  db.exchangeDays.replace([tuesday, wednesday], monday + minute);
  const { oldest, newest } = db.status().tables.find(({ table }) => table === 'exchange_days')!;
  t.deepEqual([oldest, newest], [monday, monday + minute]);
  t.deepEqual(db.exchangeDays.all(monday - 1), []);
  t.deepEqual(db.exchangeDays.all(monday + minute - 1), [tuesday]);
  t.deepEqual(db.exchangeDays.all(monday + minute), [tuesday, wednesday]);
});
