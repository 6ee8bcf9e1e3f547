/**
 * Prints what the calendar and the conversions answer, for a test that runs it in several time zones. Its first line
 * is the machine's own offset, which shows that the zone was really set.
 */
import { createHash } from 'node:crypto';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import {
  addDays,
  formatNewYorkTime,
  newYorkDate,
  newYorkInstant,
  newYorkWeekday,
} from '../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();
const hash = createHash('sha256');
for (const date of calendar.tradingDays('2000-01-01', '2035-12-31')) {
  hash.update(JSON.stringify(calendar.sessionOn(date)));
}
const start = Date.UTC(2025, 0, 1);
for (let hour = 0; hour < 2 * 365 * 24; hour++) {
  const at = start + hour * 3_600_000;
  const date = newYorkDate(at);
  const time = formatNewYorkTime(at, true);
  const { phase, nextChangeAt, nextPhase } = calendar.phaseAt(at);
  hash.update(`${date} ${time} ${phase} ${nextChangeAt} ${nextPhase} ${calendar.zeroDteExpiry(at)}`);
  hash.update(
    `${newYorkInstant(date, time)} ${newYorkWeekday(date)} ${addDays(date, 45)} ${calendar.closure(date)}`,
  );
}
console.log(new Date(start).getTimezoneOffset());
console.log(hash.digest('hex'));
