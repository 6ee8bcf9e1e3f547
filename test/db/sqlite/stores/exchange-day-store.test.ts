import test from 'ava';
import type { ExchangeDay } from '../../../../src/recordings/exchange-days.ts';
import { minute, monday, newDatabase } from '../../fixtures.ts';

const aDay = (date: string, changes: Partial<ExchangeDay> = {}): ExchangeDay => ({
  ...{ date, kind: 'closed', name: 'Mourning', toldBy: 'announcement' },
  ...changes,
});

test('what holds now takes the place of what held before, announcements first and each by date', async (t) => {
  const { db } = await newDatabase(t);
  t.deepEqual(db.exchangeDays.all(), []);
  const found = aDay('2026-11-23', { toldBy: 'status' });
  const [tuesday, friday] = [aDay('2026-11-24'), aDay('2026-11-27', { kind: 'early-close', name: '' })];
  db.exchangeDays.replace([found, friday, tuesday]);
  t.deepEqual(db.exchangeDays.all(), [tuesday, friday, found]);
  const renamed = aDay('2026-11-24', { kind: 'early-close', name: 'Half a day' });
  db.exchangeDays.replace([renamed, aDay('2026-11-24', { toldBy: 'status' })]);
  t.deepEqual(db.exchangeDays.all(), [renamed, aDay('2026-11-24', { toldBy: 'status' })]);
  db.exchangeDays.replace([]);
  t.deepEqual(db.exchangeDays.all(), []);
});

test('a day that is said again keeps the time at which it was said first', async (t) => {
  const { db, clock } = await newDatabase(t);
  db.exchangeDays.replace([aDay('2026-11-24')]);
  clock.set(monday + minute);
  db.exchangeDays.replace([aDay('2026-11-24'), aDay('2026-11-25')]);
  const { oldest, newest } = db.status().tables.find(({ table }) => table === 'exchange_days')!;
  t.deepEqual([oldest, newest], [monday, monday + minute]);
});
