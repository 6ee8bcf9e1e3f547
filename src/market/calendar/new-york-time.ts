/**
 * New York's clock by rule instead of by a time-zone library: loading one costs more than the whole start-up of a
 * command, and the rule is two lines. Right from 1987 on, as long as the law stands: since 2007 daylight saving runs
 * from the second Sunday of March to the first Sunday of November (Energy Policy Act of 2005, section 110), before
 * that from the first Sunday of April to the last Sunday of October; always at 2:00 by the clock then in force.
 * Nothing here reads the machine's own time zone.
 */

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What a `Date` holds, either way. */
const longestMs = 8.64e15;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timePattern = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** UTC midnight of the first Sunday on or after a day of a month (1–12). */
function sundayFrom(year: number, month: number, day: number): number {
  const from = Date.UTC(year, month - 1, day);
  return from + ((7 - new Date(from).getUTCDay()) % 7) * dayMs;
}

/** Instants between which New York keeps daylight saving time in a year. */
interface DaylightSaving {
  start: number;
  end: number;
}

function daylightSavingOf(year: number): DaylightSaving {
  const [startDay, endDay] =
    year >= 2007
      ? [sundayFrom(year, 3, 8), sundayFrom(year, 11, 1)]
      : [sundayFrom(year, 4, 1), sundayFrom(year, 10, 25)];
  return { start: startDay + 7 * hourMs, end: endDay + 6 * hourMs };
}

const firstTabledYear = 2000;
/** The years that are asked for: every formatted time asks, and a chart formats hundreds a frame. */
const tabledYears = Array.from({ length: 50 }, (_, index) => daylightSavingOf(firstTabledYear + index));

function daylightSaving(year: number): DaylightSaving {
  return tabledYears[year - firstTabledYear] ?? daylightSavingOf(year);
}

/** What New York's clock is ahead of UTC, in milliseconds: −4 h or −5 h. */
function offsetAt(at: number): number {
  const { start, end } = daylightSaving(new Date(at).getUTCFullYear());
  return at >= start && at < end ? -4 * hourMs : -5 * hourMs;
}

/** UTC midnight of a date. Throws `RangeError` on anything but a real `YYYY-MM-DD`. */
function utcMidnight(date: string): number {
  const midnight = midnightOf(date);
  if (midnight === null) throw new RangeError(`Expected a date like 2026-11-27, got "${date}"`);
  return midnight;
}

function midnightOf(date: string): number | null {
  const match = datePattern.exec(date);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1000) return null;
  const midnight = Date.UTC(year, month - 1, day);
  const read = new Date(midnight);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? midnight : null;
}

/** Put together by hand, as the time of day below: `toISOString` takes several times as long. */
function toDate(utcMs: number): string {
  const read = new Date(checked(utcMs));
  const year = String(read.getUTCFullYear()).padStart(4, '0');
  return `${year}-${twoDigits(read.getUTCMonth() + 1)}-${twoDigits(read.getUTCDate())}`;
}

function checked(ms: number): number {
  if (!(Math.abs(ms) <= longestMs))
    throw new RangeError(`Expected an instant in epoch milliseconds, got ${ms}`);
  return ms;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Whether a text is a real calendar date, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return midnightOf(text) !== null;
}

/** Whether a text is a time of day to the minute, `HH:MM`. */
export function isTimeOfDay(text: string): boolean {
  return text.length === 5 && timePattern.test(text);
}

/** Date in New York, `YYYY-MM-DD`, at an instant (epoch ms). */
export function newYorkDate(at: number): string {
  return toDate(at + offsetAt(at));
}

/**
 * Epoch ms of a date and wall-clock time (`HH:MM` or `HH:MM:SS`) in New York. A time that the clock passes twice in
 * autumn means the first one; one that it jumps over in spring means as much after the jump. Throws `RangeError` on
 * a date or time that does not exist at all.
 */
export function newYorkInstant(date: string, time: string): number {
  const match = timePattern.exec(time);
  if (!match) throw new RangeError(`Expected a time like 09:30 or 09:30:15, got "${time}"`);
  const wall =
    utcMidnight(date) +
    Number(match[1]) * hourMs +
    Number(match[2]) * minuteMs +
    Number(match[3] ?? 0) * secondMs;
  const { start, end } = daylightSaving(new Date(wall).getUTCFullYear());
  const inDaylightTime = wall + 4 * hourMs;
  return inDaylightTime >= start && inDaylightTime < end ? inDaylightTime : wall + 5 * hourMs;
}

/** Wall-clock time in New York: `09:30`, or `09:30:15` with seconds. */
export function formatNewYorkTime(at: number, withSeconds = false): string {
  const wall = checked(at) + offsetAt(at);
  const seconds = Math.floor((((wall % dayMs) + dayMs) % dayMs) / secondMs);
  const time = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}`;
  return withSeconds ? `${time}:${twoDigits(seconds % 60)}` : time;
}

/** Day of the week of a date: 1 Monday … 7 Sunday. Throws `RangeError` if it is not a date. */
export function newYorkWeekday(date: string): number {
  return new Date(utcMidnight(date)).getUTCDay() || 7;
}

/** The date so many days later, or earlier if negative. Throws `RangeError` if it is not a date. */
export function addDays(date: string, days: number): string {
  return toDate(utcMidnight(date) + days * dayMs);
}
