/**
 * Days on which the New York Stock Exchange does not open, or closes at 13:00, from 2000 on. Scheduled ones follow
 * from rules (NYSE Rule 7.2 and the exchange's yearly notices); the rest are dated. Never derive these from a list of
 * federal holidays: the exchange trades on Columbus Day and Veterans Day and closes on Good Friday. Late openings (noon
 * on 2002-09-11, some minutes of silence) and halts are not recorded here.
 */
import { addDays, newYorkWeekday } from './new-york-time.ts';

/** A date with the reason that the exchange gives. */
export interface NamedDate {
  /** `YYYY-MM-DD`, New York. */
  date: string;
  name: string;
}

/** Last date that the exchange's published holiday list covers; later answers come from the rules alone. */
export const verifiedThrough = '2028-12-31';

interface Rule {
  name: string;
  /** First year in which the exchange observed it, where that is after 1998. */
  since?: number;
  /** `null` in a year without it. */
  on: (year: number) => string | null;
}

const holidayRules: readonly Rule[] = [
  { name: 'New Year’s Day', on: newYearsDay },
  { name: 'Martin Luther King Jr. Day', on: (year) => nthWeekday(year, 1, 3, 1) },
  { name: 'Washington’s Birthday', on: (year) => nthWeekday(year, 2, 3, 1) },
  { name: 'Good Friday', on: (year) => addDays(easterSunday(year), -2) },
  { name: 'Memorial Day', on: (year) => addDays(nthWeekday(year, 6, 1, 1), -7) },
  { name: 'Juneteenth', since: 2022, on: (year) => nearestWeekday(dateOf(year, 6, 19)) },
  { name: 'Independence Day', on: (year) => nearestWeekday(dateOf(year, 7, 4)) },
  { name: 'Labor Day', on: (year) => nthWeekday(year, 9, 1, 1) },
  { name: 'Thanksgiving Day', on: thanksgiving },
  { name: 'Christmas Day', on: (year) => nearestWeekday(dateOf(year, 12, 25)) },
];

/** A Friday is not among them: then the holiday itself falls on Saturday and is observed that day. */
const earlyCloseRules: readonly Rule[] = [
  { name: 'Day before Independence Day', on: (year) => mondayToThursday(dateOf(year, 7, 3)) },
  { name: 'Day after Thanksgiving', on: (year) => addDays(thanksgiving(year), 1) },
  { name: 'Christmas Eve', on: (year) => mondayToThursday(dateOf(year, 12, 24)) },
];

/** Days that the exchange closed at short notice. Options that were to expire on one keep that date. */
export const unscheduledClosures: readonly NamedDate[] = [
  { date: '2001-09-11', name: 'September 11 attacks' },
  { date: '2001-09-12', name: 'September 11 attacks' },
  { date: '2001-09-13', name: 'September 11 attacks' },
  { date: '2001-09-14', name: 'September 11 attacks' },
  { date: '2004-06-11', name: 'Day of mourning for President Reagan' },
  { date: '2007-01-02', name: 'Day of mourning for President Ford' },
  { date: '2012-10-29', name: 'Hurricane Sandy' },
  { date: '2012-10-30', name: 'Hurricane Sandy' },
  { date: '2018-12-05', name: 'Day of mourning for President George H. W. Bush' },
  { date: '2025-01-09', name: 'Day of mourning for President Carter' },
];

/** Early closes outside the rules. In 2002 the short day was moved from Wednesday to the Friday after the holiday. */
const datedEarlyCloses: readonly NamedDate[] = [
  { date: '2002-07-05', name: 'Day after Independence Day' },
  { date: '2003-12-26', name: 'Day after Christmas' },
];

const datedFullDays: readonly string[] = ['2002-07-03'];

/** Scheduled full closures of a year, name by date. */
export function holidaysOf(year: number): Map<string, string> {
  return applied(holidayRules, year);
}

/** Scheduled 13:00 closes of a year, name by date. */
export function earlyClosesOf(year: number): Map<string, string> {
  const closes = applied(earlyCloseRules, year);
  for (const date of datedFullDays) closes.delete(date);
  for (const { date, name } of datedEarlyCloses) if (date.startsWith(`${year}-`)) closes.set(date, name);
  return closes;
}

function applied(rules: readonly Rule[], year: number): Map<string, string> {
  const dates = new Map<string, string>();
  for (const { name, since = 0, on } of rules) {
    const date = year >= since ? on(year) : null;
    if (date !== null) dates.set(date, name);
  }
  return dates;
}

function dateOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The nth (from 1) given weekday (1 Monday … 7 Sunday) of a month. */
function nthWeekday(year: number, month: number, nth: number, weekday: number): string {
  const first = dateOf(year, month, 1);
  return addDays(first, ((weekday - newYorkWeekday(first) + 7) % 7) + (nth - 1) * 7);
}

function thanksgiving(year: number): string {
  return nthWeekday(year, 11, 4, 4);
}

/** Saturday is observed on Friday, Sunday on Monday. */
function nearestWeekday(date: string): string {
  const weekday = newYorkWeekday(date);
  if (weekday === 6) return addDays(date, -1);
  return weekday === 7 ? addDays(date, 1) : date;
}

/** Not observed at all on a Saturday: December 31 ends the books of the year. */
function newYearsDay(year: number): string | null {
  const date = dateOf(year, 1, 1);
  return newYorkWeekday(date) === 6 ? null : nearestWeekday(date);
}

function mondayToThursday(date: string): string | null {
  return newYorkWeekday(date) <= 4 ? date : null;
}

/** Western Easter by the anonymous Gregorian computus (Nature, 1876; Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dateOf(year, Math.floor(n / 31), (n % 31) + 1);
}
