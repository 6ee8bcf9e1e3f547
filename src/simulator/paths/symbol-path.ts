import { bridgeLength, secondsPerMinute } from './bridge-shapes.ts';
import type { Aggregate } from '../market/aggregate.ts';
import { averagePrice, cents, layWays, logAt, type SymbolPathOptions } from './minute-ways.ts';
import { regularBar } from './regular-bar.ts';
import { drawVolumes, tradesOf } from './trading-volumes.ts';

const minuteMs = 60_000;

/** Price and volume of one symbol, second by second through one session; minutes count from the pre-market's opening. */
export interface SymbolPath {
  /** Shares traded in each minute. */
  readonly volumes: Float64Array;
  /** In whole cents. */
  priceAt(minute: number, second: number): number;
  /** The minute's aggregate up to the end of a second. */
  bar(minute: number, lastSecond: number): Aggregate;
  /** All of regular hours: what its minutes add up to, without making each of them. */
  regularBar(): Aggregate;
}

/** Draws the session's volumes, then its path. Throws nothing. */
export function createSymbolPath(options: SymbolPathOptions): SymbolPath {
  const { session, shapes } = options;
  const volumes = drawVolumes(options, options.random.fork('volume'));
  const ways = layWays(options, volumes);
  const { levels, swings, picks } = ways;

  function barOf(minute: number, lastSecond: number): Aggregate {
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    let sum = 0;
    // As `logAt`, for every second of a session: what is the same for the whole minute is read once.
    const from = levels[minute]!;
    const step = levels[minute + 1]! - from;
    const swing = swings[minute]!;
    const shape = picks[minute]! * bridgeLength + 1;
    for (let second = 0; second <= lastSecond; second++) {
      const log = from + step * ((second + 1) / secondsPerMinute) + swing * shapes.values[shape + second]!;
      if (log > high) high = log;
      if (log < low) low = log;
      sum += log;
    }
    const highest = cents(high);
    const lowest = cents(low);
    const volume = (volumes[minute]! * (lastSecond + 1)) / secondsPerMinute;
    const average = averagePrice(sum / (lastSecond + 1));
    return {
      start: session.preOpen + minute * minuteMs,
      open: cents(logAt(ways, minute, 0)),
      high: highest,
      low: lowest,
      close: cents(logAt(ways, minute, lastSecond)),
      volume: lastSecond === secondsPerMinute - 1 ? volumes[minute]! : Math.floor(volume),
      vwap: Math.max(lowest, Math.min(highest, average)),
      trades: volume > 0 ? tradesOf(volume) : 0,
    };
  }

  return {
    volumes,
    priceAt: (minute, second) => cents(logAt(ways, minute, second)),
    bar: barOf,
    regularBar: () =>
      regularBar({ session, ways, volumes, averageOf: (minute) => barOf(minute, secondsPerMinute - 1).vwap }),
  };
}
