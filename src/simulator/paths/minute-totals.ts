import type { Session } from '../../market/calendar/session.ts';
import { secondsPerMinute } from './bridge-shapes.ts';
import type { Aggregate } from '../market/aggregate.ts';
import { minutesOf } from './session-path.ts';
import type { SymbolPath } from './symbol-path.ts';
import { tradesOf } from './trading-volumes.ts';

const minuteMs = 60_000;

/** What regular hours have come to. */
export interface RegularTotal {
  volume: number;
  trades: number;
  /** Dollars: volume times price. */
  turnover: number;
}

/** Every minute of a session as a whole, and the sums up to each; minutes count from the pre-market's opening. */
export interface MinuteTotals {
  bar(minute: number): Aggregate;
  /** Shares traded before a minute. */
  volumeBefore(minute: number): number;
  /** Regular hours before a minute. */
  regularBefore(minute: number): RegularTotal;
  /** Highest and lowest price of regular hours up to the end of a minute. */
  rangeUntil(minute: number): { high: number; low: number };
}

/** Adds up a whole session once: about a thousand minutes. */
export function createMinuteTotals({ volumes, bar }: SymbolPath, session: Session): MinuteTotals {
  const { open, close, end } = minutesOf(session);
  const opens = new Float64Array(end);
  const highs = new Float64Array(end);
  const lows = new Float64Array(end);
  const closes = new Float64Array(end);
  const vwaps = new Float64Array(end);
  const cumulative = new Float64Array(end + 1);
  const runningHigh = new Float64Array(end);
  const runningLow = new Float64Array(end);
  const turnover = new Float64Array(end + 1);
  const regularVolume = new Float64Array(end + 1);
  const regularTrades = new Float64Array(end + 1);
  for (let minute = 0; minute < end; minute++) {
    const whole = bar(minute, secondsPerMinute - 1);
    opens[minute] = whole.open;
    highs[minute] = whole.high;
    lows[minute] = whole.low;
    closes[minute] = whole.close;
    vwaps[minute] = whole.vwap;
    cumulative[minute + 1] = cumulative[minute]! + whole.volume;
    const isRegular = minute >= open && minute < close;
    regularVolume[minute + 1] = regularVolume[minute]! + (isRegular ? whole.volume : 0);
    regularTrades[minute + 1] = regularTrades[minute]! + (isRegular ? whole.trades : 0);
    turnover[minute + 1] = turnover[minute]! + (isRegular ? whole.volume * whole.vwap : 0);
    const isFirst = minute <= open;
    runningHigh[minute] = isFirst ? whole.high : Math.max(runningHigh[minute - 1]!, whole.high);
    runningLow[minute] = isFirst ? whole.low : Math.min(runningLow[minute - 1]!, whole.low);
  }
  return {
    bar: (minute) => ({
      start: session.preOpen + minute * minuteMs,
      open: opens[minute]!,
      high: highs[minute]!,
      low: lows[minute]!,
      close: closes[minute]!,
      volume: volumes[minute]!,
      vwap: vwaps[minute]!,
      trades: tradesOf(volumes[minute]!),
    }),
    volumeBefore: (minute) => cumulative[minute]!,
    regularBefore: (minute) => ({
      volume: regularVolume[minute]!,
      trades: regularTrades[minute]!,
      turnover: turnover[minute]!,
    }),
    rangeUntil: (minute) => ({ high: runningHigh[minute]!, low: runningLow[minute]! }),
  };
}
