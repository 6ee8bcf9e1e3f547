import type { Session } from '../../market/calendar/session.ts';
import type { MarketModel } from '../market/market-model.ts';
import type { Random } from '../../base/random.ts';
import type { OptionSeries } from './option-series.ts';
import type { Contract } from './option-listing.ts';

/** One series in one session. */
export interface TradedSeries {
  model: MarketModel;
  series: OptionSeries;
  session: Session;
}

/**
 * How much each contract is wanted relative to the busiest: more at round strikes, at random otherwise, and less the
 * further its expiration is off.
 */
export function drawAppetites(
  random: Random,
  contracts: readonly Contract[],
  { model, session, series: { instrument, expiration } }: TradedSeries,
): Float64Array {
  const sessionsLeft = model.calendar.tradingDays(session.date, expiration).length - 1;
  const term = sessionsLeft === 0 ? 1 : 0.24 / (1 + 0.9 * (sessionsLeft - 1));
  return Float64Array.from(
    contracts,
    ({ strike }) => term * roundness(strike / instrument.strikeStep) * Math.exp(0.35 * random.normal()),
  );
}

/** Strikes that end in 0, and less so those in 5, draw trades and open positions. */
export function roundness(level: number): number {
  if (level % 10 === 0) return 1;
  return level % 5 === 0 ? 0.78 : 0.48;
}

/** Relative wish to trade a strike so many steps out of the money (negative: in the money). */
export function nearness(outOfTheMoney: number): number {
  if (outOfTheMoney >= 0) return Math.exp(-outOfTheMoney / 3.4) + 0.004 * Math.exp(-outOfTheMoney / 11);
  return Math.exp(outOfTheMoney / 2.1) + 0.0006 * Math.exp(outOfTheMoney / 14);
}

/** Contracts traded in a minute in which so many are expected: rarely a few where little is wanted. */
export function drawSize(draw: Random, expected: number): number {
  if (expected < 4) return draw.next() < expected / 4 ? draw.integer(1, 7) : 0;
  return Math.max(1, Math.round(expected * Math.exp(0.5 * draw.normal() - 0.125)));
}
