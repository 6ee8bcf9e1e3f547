import { impliedVolatility, optionGreeks } from '../black-scholes.ts';
import type { AmericanOption } from './american-option.ts';

/** Relative change of the volatility, and part of the strike, at which it is found. */
const close = 1e-9;
const exact = 1e-13;
const rounds = 60;

/**
 * The volatility at which an American option costs a price (dollars a share), annualized, as a fraction. The European
 * option of the same volatility costs less, so that its implied volatility is the most that it can be; from there a
 * secant, kept within what is known, goes down. `refused` says why there is none: also a price that exercising brings
 * without any volatility.
 */
export function americanVolatility(
  option: AmericanOption,
  price: number,
): { volatility: number } | { refused: string } {
  if (!Number.isFinite(price) || price <= 0) return { refused: 'there is no price' };
  const { minPrice, european } = option;
  const resolution = exact * european.strike;
  if (price - minPrice <= resolution) {
    return { refused: `the price is not above the intrinsic value of ${minPrice.toFixed(2)}` };
  }
  const kept = impliedVolatility(european, price);
  if ('refused' in kept || !option.hasPremium) return kept;
  let [low, high] = [0, kept.volatility];
  let [at, excess] = [high, option.price(high) - price];
  // Early exercise is worth less at a higher volatility, so that this slope is too steep: the step stops short of the root.
  let next = at - excess / (optionGreeks({ ...european, volatility: at })!.vega * 100);
  for (let round = 0; round < rounds && Math.abs(excess) > resolution; round++) {
    if (excess > 0) high = Math.min(high, at);
    else low = Math.max(low, at);
    if (high - low <= close * high) break;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const found = option.price(next) - price;
    const slope = (found - excess) / (next - at);
    const step = Math.abs(next - at);
    [at, excess] = [next, found];
    if (step <= close * at) break;
    next = slope > 0 ? at - excess / slope : Number.NaN;
  }
  return { volatility: at };
}
