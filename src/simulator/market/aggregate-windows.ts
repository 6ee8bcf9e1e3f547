import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Aggregate } from './aggregate.ts';
import type { BaseUnit } from './base-bars.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

export const timespans = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
/** A unit of the aggregates endpoint. */
export type Timespan = (typeof timespans)[number];

/**
 * How time is cut for one multiplier and timespan. Minutes and hours are counted from midnight in New York, days from
 * the epoch, weeks from Sunday, the rest from the calendar's own beginnings.
 */
export interface AggregateWindows {
  /** What the windows are made of, and what a query's `limit` counts. */
  baseUnit: BaseUnit;
  /** Start (epoch ms) of the window that an instant falls in. */
  startOf(at: number): number;
  /** Last millisecond of that window. */
  endOf(at: number): number;
}

/** Base aggregates of one window, in either order; at least one. */
export interface AggregateWindow {
  start: number;
  bars: Aggregate[];
}

/** The windows of a multiplier and timespan. */
export function aggregateWindows(multiplier: number, timespan: Timespan): AggregateWindows {
  return timespan === 'minute' || timespan === 'hour'
    ? minuteWindows(multiplier * minuteMs * (timespan === 'hour' ? 60 : 1))
    : dayWindows(multiplier, timespan);
}

function minuteWindows(length: number): AggregateWindows {
  // Consecutive bars mostly share their date, and reading a date costs more than all the rest.
  let midnight = 0;
  let nextMidnight = 0;
  const startOf = (at: number) => {
    if (at < midnight || at >= nextMidnight) {
      const date = newYorkDate(at);
      midnight = newYorkInstant(date, '00:00');
      nextMidnight = newYorkInstant(addDays(date, 1), '00:00');
    }
    return midnight + Math.floor((at - midnight) / length) * length;
  };
  return { baseUnit: 'minute', startOf, endOf: (at) => startOf(at) + length - 1 };
}

type LongTimespan = Exclude<Timespan, 'minute' | 'hour'>;

function dayWindows(multiplier: number, timespan: LongTimespan): AggregateWindows {
  const firstOf = (at: number) => firstDateOf(newYorkDate(at), multiplier, timespan);
  return {
    baseUnit: 'day',
    startOf: (at) => newYorkInstant(firstOf(at), '00:00'),
    endOf(at) {
      const first = firstOf(at);
      let date = newYorkDate(at);
      while (firstDateOf(addDays(date, 1), multiplier, timespan) === first) date = addDays(date, 1);
      return newYorkInstant(addDays(date, 1), '00:00') - 1;
    },
  };
}

/** Days from the epoch, a Thursday, to the Sunday from which weeks are counted. */
const firstSunday = 3;

const monthsIn = { month: 1, quarter: 3, year: 12 };

function firstDateOf(date: string, multiplier: number, timespan: LongTimespan): string {
  if (timespan === 'day' || timespan === 'week') {
    const length = multiplier * (timespan === 'week' ? 7 : 1);
    const days = Date.parse(`${date}T00:00:00Z`) / dayMs - (timespan === 'week' ? firstSunday : 0);
    return addDays(date, -(days % length));
  }
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
  const first = months - (months % (multiplier * monthsIn[timespan]));
  return `${Math.floor(first / 12)}-${String((first % 12) + 1).padStart(2, '0')}-01`;
}

/** One aggregate of a window’s bars. There is at least one. */
export function joinWindow({ start, bars }: AggregateWindow): Aggregate {
  const inOrder = bars[0]!.start <= bars.at(-1)!.start ? bars : bars.toReversed();
  const volume = bars.reduce((sum, bar) => sum + bar.volume, 0);
  const turnover = bars.reduce((sum, bar) => sum + bar.volume * bar.vwap, 0);
  return {
    start,
    open: inOrder[0]!.open,
    high: Math.max(...bars.map((bar) => bar.high)),
    low: Math.min(...bars.map((bar) => bar.low)),
    close: inOrder.at(-1)!.close,
    volume: Math.round(volume * 1e6) / 1e6,
    vwap: volume > 0 ? Math.round((turnover / volume) * 1e4) / 1e4 : inOrder.at(-1)!.close,
    trades: bars.reduce((sum, bar) => sum + bar.trades, 0),
  };
}
