import type { ExecutionContext } from 'ava';
import { americanOptions } from '../../../../src/market/pricing/american/american-option.ts';
import { americanVolatility } from '../../../../src/market/pricing/american/american-volatility.ts';
import type { OptionType } from '../../../../src/market/quotes/chain.ts';
import { treeGreeks, type TreeTerms } from './reference-tree.ts';

/** The options that a grid is made of: each of a list with each of the others. */
export interface Grid {
  spot: number;
  steps: number;
  /** Dollars a share; everything else is held to within a thousandth. */
  priceWithin: number;
  optionTypes: readonly OptionType[];
  moneyness: readonly number[];
  days: readonly number[];
  rates: readonly number[];
  volatilities: readonly number[];
}

/** Dividends by the part of the option's life that passes before them; dollars at a stock of 600. */
const dividends = [
  [],
  [{ share: 0.35, amount: 1.95 }],
  [
    { share: 0.35, amount: 1.95 },
    { share: 0.75, amount: 0.8 },
  ],
];

/** Below this a price says nothing of the volatility: dollars a share for a percentage point. */
const minVega = 0.005;

/** Holds prices, greeks and implied volatilities to within a thousandth of a tree of so many steps. Returns the count. */
export function holdAgainstTree(t: ExecutionContext, grid: Grid): number {
  let cases = 0;
  for (const { terms, volatility } of casesOf(grid)) {
    const name = JSON.stringify({ ...terms, volatility });
    const option = americanOptions(terms)!.option(terms.optionType, terms.strike);
    const ours = option.greeks(volatility);
    const tree = treeGreeks(terms, volatility, grid.steps);
    for (const key of ['price', 'delta', 'gamma', 'theta', 'vega'] as const) {
      const within = key === 'price' ? grid.priceWithin : 1e-3;
      t.true(
        Math.abs(ours[key] - tree[key]) < within,
        `${key} ${ours[key]}, the tree’s ${tree[key]}: ${name}`,
      );
    }
    for (const price of ours.vega > minVega ? [ours.price, tree.price] : [ours.price]) {
      if (price - option.minPrice < 1e-6) continue;
      const solved = americanVolatility(option, price);
      const found = 'volatility' in solved ? solved.volatility : Number.NaN;
      t.true(Math.abs(found - volatility) < 1e-3, `${JSON.stringify(solved)} at ${price}: ${name}`);
    }
    cases++;
  }
  return cases;
}

function casesOf({ spot, optionTypes, moneyness, days, rates, volatilities }: Grid) {
  const cases: { terms: TreeTerms; volatility: number }[] = [];
  for (const optionType of optionTypes) {
    for (const part of moneyness) {
      for (const years of days.map((count) => count / 365)) {
        for (const rate of rates) {
          for (const list of dividends) {
            const ahead = list.map(({ share, amount }) => ({
              years: share * years,
              amount: (amount * spot) / 600,
            }));
            const terms = { optionType, spot, strike: spot * part, years, rate, dividends: ahead };
            for (const volatility of volatilities) cases.push({ terms, volatility });
          }
        }
      }
    }
  }
  return cases;
}
