import { impliedVolatility, optionGreeks } from '../black-scholes.ts';
import type { AmericanOption, OptionPremium } from './american-option.ts';

/** Relative change of the volatility, and part of the strike, at which it is found. */
const close = 1e-9;
const exact = 1e-13;
const rounds = 60;

/**
 * The volatility at which an American option costs a price (dollars a share), annualized, as a fraction. The European
 * option of the same volatility costs less, so that its implied volatility is the most that it can be. From there on what
 * early exercise is worth is taken for a straight line, and the European option solved for the rest; which is kept within
 * what is known. `refused` says why there is none: also a price that exercising brings without any volatility.
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
  let at = high;
  let before = Number.NaN;
  for (let round = 0; round < rounds; round++) {
    const early = option.premium(at);
    const excess =
      early === null ? -price : optionGreeks({ ...european, volatility: at })!.price + early.value - price;
    if (Math.abs(excess) <= resolution) break;
    if (excess > 0) high = at;
    else low = at;
    if (high - low <= close * high) break;
    const solved = early ? nextVolatility(option, price, at, early) : Number.NaN;
    const next = solved > low && solved < high ? solved : (low + high) / 2;
    const step = Math.abs(next - at) / next;
    const isSolved = next === solved;
    at = next;
    // Each step is about the square of the one before, times what the two before it were.
    if (step <= close || (isSolved && step ** 3 <= close * before ** 2)) break;
    before = isSolved ? step : Number.NaN;
  }
  return { volatility: at };
}

/** Where the European option costs the rest if early exercise is worth what its tangent says. */
function nextVolatility(
  { european }: AmericanOption,
  price: number,
  from: number,
  { value, rise }: OptionPremium,
): number {
  let at = from;
  for (let round = 0; round < 12; round++) {
    const kept = optionGreeks({ ...european, volatility: at });
    if (!kept) return Number.NaN;
    const excess = kept.price + value + rise * (at - from) - price;
    const step = excess / (kept.vega * 100 + rise);
    at -= step;
    if (Math.abs(step) <= smallest * at) break;
  }
  return at;
}

const smallest = 1e-12;
