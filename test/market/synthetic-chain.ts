import { optionPrice } from '../../src/market/pricing/black-scholes.ts';
import { type OptionQuote, type OptionType, withoutValues } from '../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../src/market/symbols/option-symbol.ts';

/** A contract of which a test gives only what it is about. */
export function contract(
  optionType: OptionType,
  strike: number,
  given: Partial<OptionQuote> = {},
): OptionQuote {
  const symbol = formatOptionSymbol(
    { root: 'SPY', expiration: '2026-11-23', optionType, strikeMills: Math.round(strike * 1000) },
    'compact',
  );
  return { ...withoutValues({ symbol, strike, optionType }), ...given };
}

export interface ChainTerms {
  spot: number;
  years: number;
  rate: number;
  dividendYield: number;
}

export const terms: ChainTerms = { spot: 670.3, years: 195 / 525_600, rate: 0.04, dividendYield: 0.012 };

/** A smile with put skew, annualized, as a fraction. */
export function volatilityAt(strike: number, spot: number): number {
  const distance = (strike - spot) / spot;
  return 0.14 - 0.8 * distance + 25 * distance * distance;
}

/** A chain priced by the model on the smile above, quoted half a spread either side of the exact price. */
export function syntheticChain(
  { spot, years, rate, dividendYield }: ChainTerms,
  halfSpread: number,
  reach = 20,
): OptionQuote[] {
  const chain: OptionQuote[] = [];
  for (let strike = Math.round(spot) - reach; strike <= Math.round(spot) + reach; strike++) {
    for (const optionType of ['call', 'put'] as const) {
      const volatility = volatilityAt(strike, spot);
      const price = optionPrice({ optionType, spot, strike, years, volatility, rate, dividendYield })!;
      chain.push(
        contract(optionType, strike, {
          bid: price > halfSpread ? price - halfSpread : null,
          ask: price + halfSpread,
          volume: 1000 - 10 * Math.abs(strike - Math.round(spot)),
          openInterest: strike % 5 === 0 ? 5000 : 400,
        }),
      );
    }
  }
  return chain;
}
