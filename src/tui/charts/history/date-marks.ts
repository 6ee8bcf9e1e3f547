import type { Bar } from '../../../market/quotes/bar.ts';
import { addDays } from '../../../market/calendar/new-york-time.ts';
import { daysBetween, formatDate, formatWeekdayDate } from '../../present/time.ts';
import { weekOf } from '../candles.ts';
import type { HistoryInput, TimeMark } from './history.ts';
import { type ChartRange, rangeTerms } from '../range.ts';

/** The dates that are shown: the last five, or all of the range. */
export function shownDates(range: ChartRange, bars: readonly Bar[]): string[] {
  const dates = [...new Set(bars.map(({ date }) => date))];
  return range === '5D' ? dates.slice(-5) : dates;
}

export const monthOf = (date: string) => date.slice(0, 7);

/** `Nov`; for a January the year. */
function monthLabel(date: string): string {
  return date.slice(5, 7) === '01' ? date.slice(0, 4) : formatDate(date).replace(/^\S+ /, '');
}

/** Five days name each day, a month names its weeks, longer ranges name their months. */
export function marksOf(
  range: ChartRange,
  dates: readonly string[],
  slotOf: (index: number) => number,
): TimeMark[] {
  const marks: TimeMark[] = [];
  for (const [index, date] of dates.entries()) {
    const before = dates[index - 1];
    if (before === date) continue;
    const slot = slotOf(index);
    if (range === '5D') {
      const isSkipping = before !== undefined && daysBetween(before, date) > 1;
      const rule = before === undefined ? 'none' : isSkipping ? 'thick' : 'thin';
      marks.push({ slot, label: formatWeekdayDate(date), rule });
    } else if (range === '1M') {
      if (before === undefined || weekOf(before) !== weekOf(date)) {
        marks.push({ slot, label: formatDate(date), rule: before === undefined ? 'none' : 'thin' });
      }
    } else if (before !== undefined && monthOf(before) !== monthOf(date)) {
      marks.push({ slot, label: monthLabel(date), rule: date.slice(5, 7) === '01' ? 'thick' : 'thin' });
    }
  }
  return marks;
}

/** Up to a long weekend may be missing at the start without a note. */
const tolerableDays = 5;

export function sinceOf({ range }: HistoryInput, dates: readonly string[]): string | null {
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined || range === '5D') return null;
  const wanted = addDays(last, -rangeTerms[range].daysBack);
  return daysBetween(wanted, first) > tolerableDays ? first : null;
}
