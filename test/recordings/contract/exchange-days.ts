import test from 'ava';
import type { ExchangeDay } from '../../../src/recordings/exchange-days.ts';
import { minute, monday } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

const aDay = (date: string, changes: Partial<ExchangeDay> = {}): ExchangeDay => ({
  ...{ date, kind: 'closed', name: 'Mourning', origin: 'announcement' },
  ...changes,
});

/** What what the exchange said of any recording must do. */
export function testExchangeDays(open: OpenRecording): void {
  test('what holds now takes the place of what held before, announcements first and each by date', async (t) => {
    const db = await open(t);
    t.deepEqual(await db.exchangeDays.all(lastInstant), []);
    const found = aDay('2026-11-23', { origin: 'status' });
    const [tuesday, friday] = [aDay('2026-11-24'), aDay('2026-11-27', { kind: 'early-close', name: '' })];
    await db.exchangeDays.replace([found, friday, tuesday], monday);
    t.deepEqual(await db.exchangeDays.all(lastInstant), [tuesday, friday, found]);
    const renamed = aDay('2026-11-24', { kind: 'early-close', name: 'Half a day' });
    await db.exchangeDays.replace([renamed, aDay('2026-11-24', { origin: 'status' })], monday);
    t.deepEqual(await db.exchangeDays.all(lastInstant), [renamed, aDay('2026-11-24', { origin: 'status' })]);
    await db.exchangeDays.replace([], monday);
    t.deepEqual(await db.exchangeDays.all(lastInstant), []);
  });

  test('a day that is said again keeps the time at which it was said first', async (t) => {
    const db = await open(t);
    const [tuesday, wednesday] = [aDay('2026-11-24'), aDay('2026-11-25')];
    await db.exchangeDays.replace([tuesday], monday);
    await db.exchangeDays.replace([tuesday, wednesday], monday + minute);
    const { oldest, newest } = (await db.status()).tables.find(({ table }) => table === 'exchange_days')!;
    t.deepEqual([oldest, newest], [monday, monday + minute]);
    t.deepEqual(await db.exchangeDays.all(monday - 1), []);
    t.deepEqual(await db.exchangeDays.all(monday + minute - 1), [tuesday]);
    t.deepEqual(await db.exchangeDays.all(monday + minute), [tuesday, wednesday]);
  });
}
