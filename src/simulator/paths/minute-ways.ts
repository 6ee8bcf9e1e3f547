import type { Random } from '../../base/random.ts';
import { type BridgeShapes, bridgeLength, secondsPerMinute } from './bridge-shapes.ts';
import { minutesOf } from './session-path.ts';
import type { VolumeOptions } from './trading-volumes.ts';

/** What one symbol’s session is made of. */
export interface SymbolPathOptions extends VolumeOptions {
  /** Logarithm of the symbol's level on this date, to which the factors add. */
  base: number;
  shapes: BridgeShapes;
  random: Random;
}

/** The way that the price takes through each minute of a session: from level to level, around which a shape swings. */
export interface MinuteWays {
  /** Logarithm of the price at the start of every minute, and one more at the end. */
  levels: Float64Array;
  /** By how much the minute's shape is scaled; never negative. */
  swings: Float64Array;
  /** Number of the minute's shape. */
  picks: Uint16Array;
  shapes: BridgeShapes;
}

/**
 * Combines the factors. A minute without trades has a flat path, so that the price stays at the last trade; what the
 * factors moved meanwhile shows with the next trade.
 */
export function layWays(
  { instrument, session, market, own, base, random, shapes }: SymbolPathOptions,
  volumes: Float64Array,
): MinuteWays {
  const { end } = minutesOf(session);
  const levels = new Float64Array(end + 1);
  const swings = new Float64Array(end);
  const picks = new Uint16Array(end);
  const value = (minute: number) =>
    base + instrument.beta * market.levels[minute]! + (own ? own.levels[minute]! : 0);
  levels[0] = value(0);
  for (let minute = 0; minute < end; minute++) {
    const isTraded = volumes[minute]! > 0;
    levels[minute + 1] = isTraded ? value(minute + 1) : levels[minute]!;
    const shared = instrument.beta * market.noise[minute]!;
    const noise = own ? Math.hypot(shared, own.noise[minute]!) : shared;
    swings[minute] = isTraded ? 0.75 * noise : 0;
    picks[minute] = random.integer(0, shapes.count - 1);
  }
  return { levels, swings, picks, shapes };
}

/** Logarithm of the price at the end of a second of a minute. */
export function logAt({ levels, swings, picks, shapes }: MinuteWays, minute: number, second: number): number {
  const from = levels[minute]!;
  const way = (second + 1) / secondsPerMinute;
  const shape = picks[minute]! * bridgeLength;
  return from + (levels[minute + 1]! - from) * way + swings[minute]! * shapes.values[shape + second + 1]!;
}

/** A price in whole cents from its logarithm. */
export function cents(log: number): number {
  return Math.round(Math.exp(log) * 100) / 100;
}

/** An average price, to a hundredth of a cent, from the average of logarithms. */
export function averagePrice(log: number): number {
  return Math.round(Math.exp(log) * 1e4) / 1e4;
}
