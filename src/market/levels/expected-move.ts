import type { OptionQuote } from '../quotes/chain.ts';
import { midOf } from '../quotes/spread.ts';
import { interpolatedNear } from './interpolation.ts';
import { strikePairs } from '../quotes/strike-pairs.ts';

/**
 * Two measures of how far the market expects the stock to go by expiry, in dollars a share either way. They differ:
 * a straddle costs the mean absolute move, and 1σ is √(π/2) ≈ 1.253 times that.
 */
export interface ExpectedMove {
  /** Mid price of the at-the-money straddle; `null` without two-sided markets around the spot. */
  straddle: number | null;
  /** S · σ · √T with the at-the-money volatility; `null` without one, or after expiry. */
  oneSigma: number | null;
}

/** What the expected move follows from next to the quotes; spot in dollars a share. */
export interface ExpectedMoveTerms {
  spot: number;
  /** `null` once the contract has expired; see `yearsToExpiry`. */
  years: number | null;
  /** Annualized, as a fraction; see `atTheMoneyVolatility`. */
  volatility: number | null;
}

/**
 * The move that the chain prices in until expiry, in dollars a share: the at-the-money straddle, and one standard
 * deviation, spot · volatility · √years. Each is `null` where its inputs are.
 */
export function expectedMove(
  contracts: readonly Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask'>[],
  { spot, years, volatility }: ExpectedMoveTerms,
): ExpectedMove {
  const hasTime = years !== null && years > 0;
  return {
    straddle: hasTime ? straddlePrice(contracts, spot) : null,
    oneSigma: hasTime && volatility !== null && volatility > 0 ? spot * volatility * Math.sqrt(years) : null,
  };
}

/**
 * Price of call and put together, in dollars a share, interpolated to the spot between the nearest strikes below and
 * above it that have two-sided markets in both. `null` where a side has none, or none near.
 */
export function straddlePrice(
  contracts: readonly Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask'>[],
  spot: number,
): number | null {
  const points = strikePairs(contracts).map(({ strike, call, put }) => {
    const callMid = call && midOf(call);
    const putMid = put && midOf(put);
    return { x: strike, y: callMid !== null && putMid !== null ? callMid + putMid : null };
  });
  return interpolatedNear(points, spot);
}

/**
 * What crossing the spread of that straddle costs, ask less bid of both of its options, in dollars a share, interpolated
 * as its price is.
 */
export function straddleSpread(
  contracts: readonly Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask'>[],
  spot: number,
): number | null {
  const points = strikePairs(contracts).map(({ strike, call, put }) => {
    const widths = [call, put].map((side) => (side && midOf(side) !== null ? side.ask! - side.bid! : null));
    const [ofCall = null, ofPut = null] = widths;
    return { x: strike, y: ofCall !== null && ofPut !== null ? Math.max(ofCall + ofPut, 0) : null };
  });
  return interpolatedNear(points, spot);
}

/**
 * How much of an expected move the stock has made since a reference price (the previous close, or the price at which
 * the move was measured): 1 is all of it. `null` without a move to compare with.
 */
export function usedFraction(move: number | null, reference: number, spot: number): number | null {
  return move !== null && move > 0 ? Math.abs(spot - reference) / move : null;
}
