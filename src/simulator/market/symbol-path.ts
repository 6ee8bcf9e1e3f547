import type { Random } from '../../base/random.ts';
import { type BridgeShapes, bridgeLength, secondsPerMinute } from '../bridge-shapes.ts';
import type { Aggregate } from './aggregate.ts';
import { minutesOf } from './session-path.ts';
import { drawVolumes, type VolumeOptions } from './trading-volumes.ts';

const minuteMs = 60_000;
/** Shares of an average trade. */
const sharesPerTrade = 140;

/** What one symbol’s session is made of. */
export interface SymbolPathOptions extends VolumeOptions {
  /** Logarithm of the symbol's level on this date, to which the factors add. */
  base: number;
  shapes: BridgeShapes;
  random: Random;
}

/** Price and volume of one symbol, second by second through one session; minutes count from the pre-market's opening. */
export interface SymbolPath {
  /** Shares traded in each minute. */
  readonly volumes: Float64Array;
  /** In whole cents. */
  priceAt(minute: number, second: number): number;
  /** The minute's aggregate up to the end of a second. */
  bar(minute: number, lastSecond: number): Aggregate;
}

/** Draws the session's volumes, then its path. Throws nothing. */
export function createSymbolPath(options: SymbolPathOptions): SymbolPath {
  const { session, shapes } = options;
  const volumes = drawVolumes(options, options.random.fork('volume'));
  const { levels, swings, picks } = layPath(options, volumes);

  function logAt(minute: number, second: number): number {
    const from = levels[minute]!;
    const way = (second + 1) / secondsPerMinute;
    return (
      from +
      (levels[minute + 1]! - from) * way +
      swings[minute]! * shapes.values[picks[minute]! + second + 1]!
    );
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
      trades: volume > 0 ? tradesOf(volume) : 0,
    };
  }

  return { volumes, priceAt: (minute, second) => cents(logAt(minute, second)), bar: barOf };
}

/** Trades that a volume stands for. */
export function tradesOf(volume: number): number {
  return Math.ceil(volume / sharesPerTrade);
}

/**
 * Combines the factors. A minute without trades has a flat path, so that the price stays at the last trade; what the
 * factors moved meanwhile shows with the next trade.
 */
function layPath(
  { instrument, session, market, own, base, random, shapes }: SymbolPathOptions,
  volumes: Float64Array,
) {
  const { end } = minutesOf(session);
  const levels = new Float64Array(end + 1);
  const swings = new Float64Array(end);
  const picks = new Uint32Array(end);
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
  return { levels, swings, picks };
}

function cents(log: number): number {
  return Math.round(Math.exp(log) * 100) / 100;
}
