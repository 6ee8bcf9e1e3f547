import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { Aggregate } from './aggregate.ts';
import { type BridgeShapes, bridgeLength, secondsPerMinute } from '../bridge-shapes.ts';
import { minutesOf } from './session-path.ts';
import { drawVolumes, type VolumeOptions } from './trading-volumes.ts';

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

export interface SymbolDayOptions extends VolumeOptions {
  /** Logarithm of the symbol's level on this date, to which the factors add. */
  base: number;
  shapes: BridgeShapes;
  random: Random;
}

export function createSymbolDay(options: SymbolDayOptions): SymbolDay {
  const { instrument, session, shapes } = options;
  const { open, close, end } = minutesOf(session);
  const volumes = drawVolumes(options, options.random.fork('volume'));
  const levels = new Float64Array(end + 1);
  const swings = new Float64Array(end);
  const picks = new Uint32Array(end);
  layPath();

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
    const bar = barOf(minute, secondsPerMinute - 1);
    opens[minute] = bar.open;
    highs[minute] = bar.high;
    lows[minute] = bar.low;
    closes[minute] = bar.close;
    vwaps[minute] = bar.vwap;
    cumulative[minute + 1] = cumulative[minute]! + bar.volume;
    const isRegular = minute >= open && minute < close;
    regularVolume[minute + 1] = regularVolume[minute]! + (isRegular ? bar.volume : 0);
    regularTrades[minute + 1] = regularTrades[minute]! + (isRegular ? bar.trades : 0);
    turnover[minute + 1] = turnover[minute]! + (isRegular ? bar.volume * bar.vwap : 0);
    const isFirst = minute <= open;
    runningHigh[minute] = isFirst ? bar.high : Math.max(runningHigh[minute - 1]!, bar.high);
    runningLow[minute] = isFirst ? bar.low : Math.min(runningLow[minute - 1]!, bar.low);
  }

  /**
   * Combines the factors. A minute without trades has a flat path, so that the price stays at the last trade; what the
   * factors moved meanwhile shows with the next trade.
   */
  function layPath() {
    const { market, own, base, random } = options;
    const value = (minute: number) =>
      base + instrument.beta * market.levels[minute]! + (own ? own.levels[minute]! : 0);
    levels[0] = value(0);
    for (let minute = 0; minute < end; minute++) {
      const isTraded = volumes[minute]! > 0;
      levels[minute + 1] = isTraded ? value(minute + 1) : levels[minute]!;
      const noise = Math.hypot(instrument.beta * market.noise[minute]!, own ? own.noise[minute]! : 0);
      swings[minute] = isTraded ? 0.75 * noise : 0;
      picks[minute] = random.integer(0, shapes.count - 1) * bridgeLength;
    }
  }

  function logAt(minute: number, second: number): number {
    const from = levels[minute]!;
    const way = (second + 1) / secondsPerMinute;
    return (
      from +
      (levels[minute + 1]! - from) * way +
      swings[minute]! * shapes.values[picks[minute]! + second + 1]!
    );
  }

  function cents(log: number): number {
    return Math.round(Math.exp(log) * 100) / 100;
  }

  function barOf(minute: number, lastSecond: number): Aggregate {
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    let sum = 0;
    // As `logAt`, some million times at each start of a demo: what is the same for the whole minute is read once.
    const from = levels[minute]!;
    const step = levels[minute + 1]! - from;
    const swing = swings[minute]!;
    const shape = picks[minute]! + 1;
    for (let second = 0; second <= lastSecond; second++) {
      const log = from + step * ((second + 1) / secondsPerMinute) + swing * shapes.values[shape + second]!;
      if (log > high) high = log;
      if (log < low) low = log;
      sum += log;
    }
    const highest = cents(high);
    const lowest = cents(low);
    const volume = (volumes[minute]! * (lastSecond + 1)) / secondsPerMinute;
    const average = Math.round(Math.exp(sum / (lastSecond + 1)) * 1e4) / 1e4;
    return {
      start: session.preOpen + minute * minuteMs,
      open: cents(logAt(minute, 0)),
      high: highest,
      low: lowest,
      close: cents(logAt(minute, lastSecond)),
      volume: lastSecond === secondsPerMinute - 1 ? volumes[minute]! : Math.floor(volume),
      vwap: Math.max(lowest, Math.min(highest, average)),
      trades: volume > 0 ? Math.ceil(volume / 140) : 0,
    };
  }

  function fullBar(minute: number): Aggregate {
    return {
      start: session.preOpen + minute * minuteMs,
      open: opens[minute]!,
      high: highs[minute]!,
      low: lows[minute]!,
      close: closes[minute]!,
      volume: volumes[minute]!,
      vwap: vwaps[minute]!,
      trades: Math.ceil(volumes[minute]! / 140),
    };
  }

  /** The second at hand; -1 before the session, the last one after it. */
  function secondAt(at: number): number {
    return Math.min(Math.floor((at - session.preOpen) / 1000), end * secondsPerMinute - 1);
  }

  function split(second: number): [minute: number, second: number] {
    const minute = Math.floor(second / secondsPerMinute);
    return [minute, second - minute * secondsPerMinute];
  }

  const priceAt = (at: number) => {
    const second = secondAt(at);
    return second < 0 ? opens[0]! : cents(logAt(...split(second)));
  };

  const barAt = (second: number) => {
    const [minute, within] = split(second);
    return within === secondsPerMinute - 1 ? fullBar(minute) : barOf(minute, within);
  };

  return {
    session,
    priceAt,
    regularSoFar(at) {
      if (at < session.open) return null;
      const bar = barAt(Math.min(secondAt(at), close * secondsPerMinute - 1));
      const minute = (bar.start - session.preOpen) / minuteMs;
      const volume = regularVolume[minute]! + bar.volume;
      const isFirst = minute === open;
      const high = isFirst ? bar.high : Math.max(runningHigh[minute - 1]!, bar.high);
      const low = isFirst ? bar.low : Math.min(runningLow[minute - 1]!, bar.low);
      const vwap = volume > 0 ? (turnover[minute]! + bar.volume * bar.vwap) / volume : bar.vwap;
      return {
        start: session.open,
        open: opens[open]!,
        high,
        low,
        close: bar.close,
        volume,
        vwap: Math.max(low, Math.min(high, Math.round(vwap * 1e4) / 1e4)),
        trades: regularTrades[minute]! + bar.trades,
      };
    },
    minuteSoFar(at) {
      const second = secondAt(at);
      if (second < 0) return null;
      const [minute, within] = split(second);
      if (volumes[minute]! > 0) return barAt(minute * secondsPerMinute + within);
      for (let earlier = minute - 1; earlier >= 0; earlier--) {
        if (volumes[earlier]! > 0) return fullBar(earlier);
      }
      return null;
    },
    volumeSoFar(at) {
      const second = secondAt(at);
      if (second < 0) return 0;
      const bar = barAt(second);
      return cumulative[(bar.start - session.preOpen) / minuteMs]! + bar.volume;
    },
    minutesUntil(at) {
      const bars: Aggregate[] = [];
      const over = Math.min(end, Math.floor((at - session.preOpen) / minuteMs));
      for (let minute = 0; minute < over; minute++) if (volumes[minute]! > 0) bars.push(fullBar(minute));
      return bars;
    },
    volumeShare(minute) {
      const isRegular = minute >= 0 && minute < close - open;
      return isRegular ? volumes[open + minute]! / regularVolume[close]! : 0;
    },
    priceAtSecond: (minute, second) => cents(logAt(Math.min(open + minute, end - 1), second)),
  };
}
