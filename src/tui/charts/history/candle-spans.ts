import type { Bar } from '../../../market/quotes/bar.ts';
import { newYorkWeekday } from '../../../market/calendar/new-york-time.ts';
import { daysBetween } from '../../present/time.ts';
import { groupBars, weekOf } from '../candles.ts';
import type { ChartRange } from '../range.ts';
import { monthOf } from './date-marks.ts';

const minuteMs = 60_000;

/** Number of windows in the longest of the days. */
export function maxPerDay(groups: readonly Bar[][]): number {
  const counts = new Map<string, number>();
  for (const [bar] of groups) counts.set(bar!.date, (counts.get(bar!.date) ?? 0) + 1);
  return Math.max(...counts.values());
}

/**
 * Number of a weekday, counted from a fixed Monday, so that candles of several days keep their days as the range moves
 * on.
 */
const workingDay = (date: string) => (daysBetween('2024-01-01', weekOf(date)) / 7) * 5 + newYorkWeekday(date);

interface Grouping {
  span: string;
  groups: Bar[][];
  /** Number of candles at the end of today, so that their width stays the same until then. */
  count: number;
}

export function groupingsOf(range: ChartRange, bars: readonly Bar[], dates: number): Grouping[] {
  const byDay = (span: string, keyOf: (bar: Bar) => string | number): Grouping => {
    const groups = groupBars(bars, keyOf);
    return { span, groups, count: maxPerDay(groups) * dates };
  };
  const byMinutes = (minutes: number, span: string) => {
    const length = minutes * minuteMs;
    const starts = new Map<string, number>();
    for (const { date, start } of bars) if (!starts.has(date)) starts.set(date, start);
    return byDay(span, ({ date, start }) => `${date} ${Math.floor((start - starts.get(date)!) / length)}`);
  };
  const days = byDay('day', ({ date }) => date);
  if (range === '5D') {
    const spans = [15, 30, 45].map((minutes) => byMinutes(minutes, `${minutes} min`));
    return [...spans, byMinutes(60, '1 h'), days];
  }
  // Bars of an hour; the first of a session is shorter.
  if (range === '1M') return [byDay('1 h', ({ start }) => start), days];
  const longer = (span: string, keyOf: (date: string) => string | number): Grouping => {
    const groups = groupBars(bars, ({ date }) => keyOf(date));
    return { span, groups, count: groups.length };
  };
  return [
    days,
    longer('2 days', (date) => Math.floor(workingDay(date) / 2)),
    longer('3 days', (date) => Math.floor(workingDay(date) / 3)),
    longer('week', weekOf),
    longer('month', monthOf),
  ];
}
