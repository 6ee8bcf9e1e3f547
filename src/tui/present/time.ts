import { formatNewYorkTime, newYorkDate, newYorkWeekday } from '../../market/calendar/new-york-time.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** New York time: `13:45:55`. */
export function formatClock(at: number): string {
  return formatNewYorkTime(at, true);
}

/** New York time to the minute: `13:45`. */
export function formatClockMinute(at: number): string {
  return formatNewYorkTime(at);
}

/** Further away than this, a day and a month are taken for this year's. */
const sameYearMs = 300 * dayMs;

/** `09:30` today, `Mon 09:30` within a week, `30 Nov 09:30` beyond, `20 Nov 2025` about a year away. */
export function formatMoment(at: number, now: number): string {
  const date = newYorkDate(at);
  if (date === newYorkDate(now)) return formatClockMinute(at);
  if (Math.abs(at - now) > sameYearMs) return `${formatDate(date)} ${date.slice(0, 4)}`;
  const day = Math.abs(at - now) < 6 * dayMs ? weekdayOf(date) : formatDate(date);
  return `${day} ${formatClockMinute(at)}`;
}

const weekdayOf = (date: string) => weekdays[newYorkWeekday(date) - 1]!;

const utcOf = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** A `YYYY-MM-DD` as `23 Nov`. */
export function formatDate(date: string): string {
  return `${Number(date.slice(8))} ${months[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** A `YYYY-MM-DD` as `Mon 23 Nov`. */
export function formatWeekdayDate(date: string): string {
  return `${weekdayOf(date)} ${formatDate(date)}`;
}

/** A `YYYY-MM` as `Nov 2026`. */
export function monthText(month: string): string {
  return `${months[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** Calendar days from one `YYYY-MM-DD` to another: days to expiry. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcOf(to) - utcOf(from)) / dayMs);
}

const two = (value: number) => String(value).padStart(2, '0');

/** Time gone, rounded down: `0:42`, `1:02:03`, `2d 3h`. A clock a little behind shows `0:00`, never less. */
export function formatAge(ms: number): string {
  return formatSpan(Math.floor(Math.max(0, ms) / secondMs));
}

/** A rough span in at most four cells, rounded down: `0s`, `59s`, `12m`, `3h`, `99d`. */
export function formatShortSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < minuteMs) return `${Math.floor(span / secondMs)}s`;
  if (span < hourMs) return `${Math.floor(span / minuteMs)}m`;
  return span < dayMs ? `${Math.floor(span / hourMs)}h` : `${Math.min(999, Math.floor(span / dayMs))}d`;
}

function formatSpan(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)}d ${hours % 24}h`;
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${tail}` : `${minutes}:${tail}`;
}
