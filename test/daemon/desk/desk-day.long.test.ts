import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { desksDay, midSession } from './desk-day.ts';

test('two followers send what the recorder sends, over hand-overs', (t) => desksDay(t, midSession, [1, 1]));

test('two followers send what the recorder sends over a whole day of three underlyings', async (t) => {
  t.timeout(600_000);
  await desksDay(t, newYorkInstant('2026-11-23', '09:20'), [60, 120, 120, 130], {
    quoteSeconds: 300,
    chainSeconds: 900,
  });
});
