import type { Session } from '../../market/calendar/session.ts';
import { secondsPerMinute } from '../paths/bridge-shapes.ts';
import type { Aggregate } from './aggregate.ts';
import { createMinuteTotals, type MinuteTotals } from '../paths/minute-totals.ts';
import type { SymbolPathOptions } from '../paths/minute-ways.ts';
import { minutesOf } from '../paths/session-path.ts';
import { createSymbolPath } from '../paths/symbol-path.ts';

/** One session of one symbol. Instants are epoch ms; anything within a second is the same instant. */
export interface SymbolDay {
  readonly session: Session;
  /** Price of the last trade, in whole cents; before the first trade the session's first price, after the end the last. */
  priceAt(at: number): number;
  /** Regular hours up to an instant; `null` before the opening bell. */
  regularSoFar(at: number): Aggregate | null;
  /** The newest minute with a trade, up to the instant; `null` before the session. */
  minuteSoFar(at: number): Aggregate | null;
  /** Shares traded since the pre-market opened. */
  volumeSoFar(at: number): number;
  /** Minutes that are over by an instant and saw a trade, pre- and post-market included. */
  minutesUntil(at: number): Aggregate[];
  /** Share of the regular session's volume that falls in a minute counted from the opening bell. */
  volumeShare(minute: number): number;
  /** Number of the minute since the opening bell, and of the second in it, to price: for option trades. */
  priceAtSecond(minute: number, second: number): number;
}

const minuteMs = 60_000;

/**
 * Makes the session's path. Its sums are made when something within the day is asked for: of most days of a history only
 * the daily bar is.
 */
export function createSymbolDay(options: SymbolPathOptions): SymbolDay {
  const { session } = options;
  const { open, close, end } = minutesOf(session);
  const path = createSymbolPath(options);
  const { volumes } = path;
  const firstPrice = path.priceAt(0, 0);
  const regularOpen = path.priceAt(open, 0);
  let sums: MinuteTotals | null = null;
  let whole: Aggregate | null = null;
  const totals = () => {
    sums ??= createMinuteTotals(path, session);
    return sums;
  };

  /** The second at hand; -1 before the session, the last one after it. */
  const secondAt = (at: number) =>
    Math.min(Math.floor((at - session.preOpen) / 1000), end * secondsPerMinute - 1);
  const barAt = (second: number) => {
    const [minute, within] = split(second);
    return within === secondsPerMinute - 1 ? totals().bar(minute) : path.bar(minute, within);
  };

  return {
    session,
    priceAt(at) {
      const second = secondAt(at);
      return second < 0 ? firstPrice : path.priceAt(...split(second));
    },
    regularSoFar(at) {
      if (at < session.open) return null;
      if (at >= session.close) {
        whole ??= path.regularBar();
        return whole;
      }
      const bar = barAt(secondAt(at));
      const minute = (bar.start - session.preOpen) / minuteMs;
      const before = totals().regularBefore(minute);
      const volume = before.volume + bar.volume;
      const range = minute === open ? bar : totals().rangeUntil(minute - 1);
      const high = Math.max(range.high, bar.high);
      const low = Math.min(range.low, bar.low);
      const vwap = volume > 0 ? (before.turnover + bar.volume * bar.vwap) / volume : bar.vwap;
      return {
        start: session.open,
        open: regularOpen,
        high,
        low,
        close: bar.close,
        volume,
        vwap: Math.max(low, Math.min(high, Math.round(vwap * 1e4) / 1e4)),
        trades: before.trades + bar.trades,
      };
    },
    minuteSoFar(at) {
      const second = secondAt(at);
      if (second < 0) return null;
      const [minute] = split(second);
      if (volumes[minute]! > 0) return barAt(second);
      for (let earlier = minute - 1; earlier >= 0; earlier--) {
        if (volumes[earlier]! > 0) return totals().bar(earlier);
      }
      return null;
    },
    volumeSoFar(at) {
      const second = secondAt(at);
      if (second < 0) return 0;
      const bar = barAt(second);
      return totals().volumeBefore((bar.start - session.preOpen) / minuteMs) + bar.volume;
    },
    minutesUntil(at) {
      const bars: Aggregate[] = [];
      const over = Math.min(end, Math.floor((at - session.preOpen) / minuteMs));
      for (let minute = 0; minute < over; minute++) if (volumes[minute]! > 0) bars.push(totals().bar(minute));
      return bars;
    },
    volumeShare(minute) {
      const isRegular = minute >= 0 && minute < close - open;
      return isRegular ? volumes[open + minute]! / totals().regularBefore(close).volume : 0;
    },
    priceAtSecond: (minute, second) => path.priceAt(Math.min(open + minute, end - 1), second),
  };
}

function split(second: number): [minute: number, second: number] {
  const minute = Math.floor(second / secondsPerMinute);
  return [minute, second - minute * secondsPerMinute];
}
