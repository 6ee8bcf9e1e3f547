import type { Calendar } from '../calendar.ts';
import { dateProblem } from '../instants.ts';
import { addDays, newYorkDate, newYorkWeekday } from '../new-york-time.ts';

/** Monday first, as `newYorkWeekday` counts from 1. */
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as it is typed. */
export type Day =
  | { kind: 'date'; date: string }
  /** As `dayText` writes it; without a year it is of the year at hand. */
  | { kind: 'written'; weekday: number | null; monthAndDay: string; year: string | null }
  | { kind: 'today' }
  | { kind: 'yesterday' }
  /** 1 Monday … 7 Sunday. */
  | { kind: 'weekday'; weekday: number };

const end = '(?= |$)';
const weekdayWord = weekdayNames.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|');
const datePattern = /^\d{4}-\d{2}-\d{2}(?=[ T]|$)/;
const wordPattern = new RegExp(`^(today|yesterday|${weekdayWord})${end}`, 'i');
const writtenPattern = new RegExp(
  `^(?:(${weekdayWord}) )?(\\d{1,2}) (${months.join('|')})(?: (\\d{4}))?${end}`,
  'i',
);

/** Takes a day off the start of a text; `null` where it begins with none. Whether a date exists is not asked. */
export function takeDay(text: string): { day: Day; length: number } | null {
  const date = datePattern.exec(text)?.[0];
  if (date !== undefined) return { day: { kind: 'date', date }, length: date.length };
  const written = writtenPattern.exec(text);
  if (written) {
    const [all, name, day = '', month = '', year = null] = written;
    const weekday = name === undefined ? null : weekdayOf(name);
    const number = months.findIndex((one) => one.toLowerCase() === month.toLowerCase()) + 1;
    const monthAndDay = `${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
    return { day: { kind: 'written', weekday, monthAndDay, year }, length: all.length };
  }
  const word = wordPattern.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  if (word === 'today' || word === 'yesterday') return { day: { kind: word }, length: word.length };
  return { day: { kind: 'weekday', weekday: weekdayOf(word) }, length: word.length };
}

function weekdayOf(word: string): number {
  return (
    weekdayNames.findIndex((name) => name.slice(0, 3).toLowerCase() === word.slice(0, 3).toLowerCase()) + 1
  );
}

/** Longer than any weekday was without a session. */
const maxWeeks = 8;

/**
 * The date that a day means when it is typed at an instant: `yesterday` is the trading day before today, a
 * weekday the last one that was a trading day, or today.
 * @returns what is wrong, as a phrase, where there is no such day
 */
export function dateOfDay(day: Day, now: number, calendar: Calendar): { date: string } | { reason: string } {
  const today = newYorkDate(now);
  switch (day.kind) {
    case 'date': {
      const problem = dateProblem(day.date);
      return problem === null ? { date: day.date } : { reason: problem };
    }
    case 'today':
      return { date: today };
    case 'yesterday':
      return { date: calendar.previousSession(today).date };
    case 'written':
      return writtenDate(day, today);
    case 'weekday':
      return lastWeekday(day.weekday, today, calendar);
  }
}

function lastWeekday(
  weekday: number,
  today: string,
  calendar: Calendar,
): { date: string } | { reason: string } {
  const newest = addDays(today, -((newYorkWeekday(today) - weekday + 7) % 7));
  if (newest === today) return { date: today };
  for (let weeks = 0; weeks < maxWeeks; weeks++) {
    const date = addDays(newest, -7 * weeks);
    if (calendar.sessionOn(date)) return { date };
  }
  const name = weekdayNames[weekday - 1];
  return { reason: `no ${name} of late was a trading day: name the date, such as ${newest} 18:00` };
}

function writtenDate(
  { weekday, monthAndDay, year }: Extract<Day, { kind: 'written' }>,
  today: string,
): { date: string } | { reason: string } {
  const date = `${year ?? today.slice(0, 4)}-${monthAndDay}`;
  const problem = dateProblem(date);
  if (problem !== null) return { reason: problem };
  const isOther = weekday !== null && newYorkWeekday(date) !== weekday;
  if (!isOther) return { date };
  return {
    reason: `${date} is a ${weekdayNames[newYorkWeekday(date) - 1]}, not a ${weekdayNames[weekday - 1]}`,
  };
}

/** A date as `Tue 24 Nov`, with its year unless it is that of `today`. Throws `RangeError` if it is not a date. */
export function dayText(date: string, today: string): string {
  const weekday = weekdayNames[newYorkWeekday(date) - 1]!.slice(0, 3);
  const month = months[Number(date.slice(5, 7)) - 1]!;
  const year = date.slice(0, 4);
  return `${weekday} ${Number(date.slice(8))} ${month}${year === today.slice(0, 4) ? '' : ` ${year}`}`;
}
