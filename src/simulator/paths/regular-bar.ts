import type { Session } from '../../market/calendar/session.ts';
import { bridgeLength, secondsPerMinute } from './bridge-shapes.ts';
import type { Aggregate } from '../market/aggregate.ts';
import { averagePrice, cents, logAt, type MinuteWays } from './minute-ways.ts';
import { minutesOf } from './session-path.ts';
import { tradesOf } from './trading-volumes.ts';

interface RegularBarOptions {
  session: Session;
  ways: MinuteWays;
  volumes: Float64Array;
  /** The average price of one minute, second by second. */
  averageOf: (minute: number) => number;
}

/** Differences of logarithms below this are rounding. */
const dust = 1e-12;
/** Dollars by which an average must be clear of a minute's extremes to need no clamping between whole cents. */
const clear = 0.006;

/** Sum of `(second + 1) / secondsPerMinute` over a minute: how much of its step an average takes, times its seconds. */
const steps = (secondsPerMinute + 1) / 2;

/**
 * The bar of regular hours from the minutes' levels and shapes. A demo asks for a year of them when it starts, and all
 * but a few seconds of a day can be told to lie within its range without looking at them.
 */
export function regularBar(options: RegularBarOptions): Aggregate {
  const { session, ways, volumes } = options;
  const { open, close } = minutesOf(session);
  let [volume, trades, turnover] = [0, 0, 0];
  for (let minute = open; minute < close; minute++) {
    const traded = volumes[minute]!;
    volume += traded;
    trades += tradesOf(traded);
    turnover += traded * averageOf(options, minute);
  }
  const { high, low } = rangeOf(ways, open, close);
  return {
    start: session.open,
    open: cents(logAt(ways, open, 0)),
    high,
    low,
    close: cents(logAt(ways, close - 1, secondsPerMinute - 1)),
    volume,
    vwap: Math.max(low, Math.min(high, Math.round((turnover / volume) * 1e4) / 1e4)),
    trades,
  };
}

/** The minute's average in closed form, unless it is so near an extreme that the minute's bar would clamp it. */
function averageOf({ ways, averageOf: slowly }: RegularBarOptions, minute: number): number {
  const { levels, swings, picks, shapes } = ways;
  const from = levels[minute]!;
  const pick = picks[minute]!;
  const sum =
    secondsPerMinute * from + (levels[minute + 1]! - from) * steps + swings[minute]! * shapes.sums[pick]!;
  const log = sum / secondsPerMinute;
  const average = averagePrice(log);
  const margin = clear / average;
  const isClear =
    logAt(ways, minute, shapes.highest[pick]!) - log > margin &&
    log - logAt(ways, minute, shapes.lowest[pick]!) > margin;
  return isClear ? average : slowly(minute);
}

/** The highest and lowest second: only minutes that could hold them are gone through. */
function rangeOf(ways: MinuteWays, open: number, close: number): { high: number; low: number } {
  const { levels, swings, picks, shapes } = ways;
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  for (let minute = open; minute < close; minute++) {
    const top = logAt(ways, minute, shapes.highest[picks[minute]!]!);
    const bottom = logAt(ways, minute, shapes.lowest[picks[minute]!]!);
    if (top > high) high = top;
    if (bottom < low) low = bottom;
  }
  for (let minute = open; minute < close; minute++) {
    const pick = picks[minute]!;
    const [from, to, swing] = [levels[minute]!, levels[minute + 1]!, swings[minute]!];
    const shape = pick * bridgeLength + 1;
    const above = Math.max(from, to) + swing * shapes.values[shape + shapes.highest[pick]!]!;
    const below = Math.min(from, to) + swing * shapes.values[shape + shapes.lowest[pick]!]!;
    if (above + dust < high && below - dust > low) continue;
    for (let second = 0; second < secondsPerMinute; second++) {
      const log = logAt(ways, minute, second);
      if (log > high) high = log;
      if (log < low) low = log;
    }
  }
  return { high: cents(high), low: cents(low) };
}
