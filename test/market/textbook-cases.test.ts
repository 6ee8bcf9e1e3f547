/**
 * Prices and greeks printed in textbooks, to the digits that they print:
 * Hull, "Options, Futures, and Other Derivatives"; Haug, "The Complete Guide to Option Pricing Formulas", 2nd edition;
 * McDonald, "Derivatives Markets"; Hilpisch, "Python for Finance"; Cox and Rubinstein, "Options Markets".
 */
import test from 'ava';
import {
  impliedVolatility,
  type OptionGreeks,
  optionGreeks,
  optionPrice,
} from '../../src/market/pricing/black-scholes.ts';
import type { OptionType } from '../../src/market/quotes/chain.ts';

type Row = [
  source: string,
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  volatility: number,
  expected: Partial<OptionGreeks>,
];

/** As printed: theta a year and vega and rho for a whole unit are turned into our units by `perDay` and `perPoint`. */
const perDay = (yearly: number) => yearly / 365;
const perPoint = (unit: number) => unit / 100;
const afterDividends = 100 - 2 * Math.exp(-0.1 * 0.25) - 2 * Math.exp(-0.1 * 0.5);

const rows: Row[] = [
  ['Hull, six-month call', 'call', 42, 40, 0.5, 0.1, 0, 0.2, { price: 4.76 }],
  ['Hull, six-month put', 'put', 42, 40, 0.5, 0.1, 0, 0.2, { price: 0.81 }],
  [
    'Hull, the call that is hedged for 20 weeks',
    'call',
    49,
    50,
    20 / 52,
    0.05,
    0,
    0.2,
    {
      price: 2.4,
      delta: 0.522,
      gamma: 0.066,
      theta: perDay(-4.31),
      vega: perPoint(12.1),
      rho: perPoint(8.91),
    },
  ],
  ['Hull, call on an index at 930', 'call', 930, 900, 2 / 12, 0.08, 0.03, 0.2, { price: 51.83 }],
  ['Hull, call on sterling at 20 %', 'call', 1.6, 1.6, 4 / 12, 0.08, 0.11, 0.2, { price: 0.0639 }],
  ['Hull, call on sterling at 10 %', 'call', 1.6, 1.6, 4 / 12, 0.08, 0.11, 0.1, { price: 0.0285 }],
  ['Hull, first trial of an implied volatility', 'call', 21, 20, 0.25, 0.1, 0, 0.2, { price: 1.76 }],
  ['Hull, second trial of an implied volatility', 'call', 21, 20, 0.25, 0.1, 0, 0.3, { price: 2.1 }],
  ['Hull, problem: call at 52', 'call', 52, 50, 0.25, 0.12, 0, 0.3, { price: 5.06 }],
  ['Hull, problem: put at 69', 'put', 69, 70, 0.5, 0.05, 0, 0.35, { price: 6.4 }],
  ['Hull, problem: put at 30', 'put', 30, 29, 4 / 12, 0.05, 0, 0.25, { price: 1.05 }],
  ['Hull, problem: call on an index at 250', 'call', 250, 250, 0.25, 0.1, 0.03, 0.18, { price: 11.15 }],
  ['Hull, problem: put on an index at 696', 'put', 696, 700, 0.25, 0.07, 0.04, 0.3, { price: 40.6 }],
  ['Hull, problem: put on a currency', 'put', 0.52, 0.5, 8 / 12, 0.04, 0.08, 0.12, { price: 0.0162 }],
  ['Hull, put on crude oil futures', 'put', 20, 20, 4 / 12, 0.09, 0.09, 0.25, { price: 1.12 }],
  ['Hull, problem: put on futures at 19', 'put', 19, 20, 5 / 12, 0.12, 0.12, 0.2, { price: 1.5 }],
  ['Hull, portfolio insurance', 'put', 90, 87, 0.5, 0.09, 0.03, 0.25, { delta: -0.3215 }],
  ['Haug, Black–Scholes call', 'call', 60, 65, 0.25, 0.08, 0, 0.3, { price: 2.1334 }],
  ['Haug, Merton put', 'put', 100, 95, 0.5, 0.1, 0.05, 0.2, { price: 2.4648 }],
  ['Haug, Black-76 call', 'call', 19, 19, 0.75, 0.1, 0.1, 0.28, { price: 1.7011 }],
  ['Haug, Black-76 put', 'put', 19, 19, 0.75, 0.1, 0.1, 0.28, { price: 1.7011 }],
  ['Haug, Garman–Kohlhagen call', 'call', 1.56, 1.6, 0.5, 0.06, 0.08, 0.12, { price: 0.0291 }],
  ['Haug, call after two dividends', 'call', afterDividends, 90, 0.75, 0.1, 0, 0.25, { price: 15.6465 }],
  ['Haug, delta of a futures call', 'call', 105, 100, 0.5, 0.1, 0.1, 0.36, { delta: 0.5946 }],
  ['Haug, delta of a futures put', 'put', 105, 100, 0.5, 0.1, 0.1, 0.36, { delta: -0.3566 }],
  ['Haug, gamma and vega', 'call', 55, 60, 0.75, 0.1, 0, 0.3, { gamma: 0.0278, vega: perPoint(18.9358) }],
  ['Haug, theta of a put', 'put', 430, 405, 1 / 12, 0.07, 0.05, 0.2, { theta: perDay(-31.1924) }],
  ['Haug, rho of a call', 'call', 72, 75, 1, 0.09, 0, 0.19, { rho: perPoint(38.7325) }],
  ['McDonald, call at 41', 'call', 41, 40, 0.25, 0.08, 0, 0.3, { price: 3.399 }],
  ['McDonald, put at 41', 'put', 41, 40, 0.25, 0.08, 0, 0.3, { price: 1.607 }],
  [
    'McDonald, the market-maker’s call',
    'call',
    40,
    40,
    91 / 365,
    0.08,
    0,
    0.3,
    { price: 2.7804, delta: 0.5824, gamma: 0.0652, theta: -0.0173, vega: 0.078, rho: 0.0511 },
  ],
  ['McDonald, call on the euro', 'call', 0.92, 0.9, 1, 0.06, 0.032, 0.1, { price: 0.0606 }],
  ['McDonald, put on the euro', 'put', 0.92, 0.9, 1, 0.06, 0.032, 0.1, { price: 0.0172 }],
  ['Hilpisch, one-year call', 'call', 100, 105, 1, 0.05, 0, 0.2, { price: 8.021352 }],
];

/** Half a unit of the last printed digit, with room for a figure that was cut off instead of rounded. */
const toleranceOf = (printed: number) => {
  const decimals = String(printed).split('.')[1]?.length ?? 0;
  return 0.6 * 10 ** -decimals;
};

const printedScale: Partial<Record<keyof OptionGreeks, (source: string) => number>> = {
  theta: (source) => (source.startsWith('McDonald') ? 1 : 365),
  vega: (source) => (source.startsWith('McDonald') ? 1 : 100),
  rho: (source) => (source.startsWith('McDonald') ? 1 : 100),
};

for (const [source, optionType, spot, strike, years, rate, dividendYield, volatility, expected] of rows) {
  test(`${source} has the printed values`, (t) => {
    const terms = { optionType, spot, strike, years, rate, dividendYield, volatility };
    const greeks = optionGreeks(terms)!;
    t.is(optionPrice(terms), greeks.price);
    for (const [name, value] of Object.entries(expected) as [keyof OptionGreeks, number][]) {
      const scale = printedScale[name]?.(source) ?? 1;
      const printed = Number((value * scale).toPrecision(10));
      const ours = greeks[name] * scale;
      t.true(Math.abs(ours - printed) < toleranceOf(printed), `${name}: ${ours}, printed ${printed}`);
    }
  });
}

test('Hull’s implied volatilities come out', (t) => {
  const stock = {
    optionType: 'call',
    spot: 21,
    strike: 20,
    years: 0.25,
    rate: 0.1,
    dividendYield: 0,
  } as const;
  const sterling = {
    optionType: 'call',
    spot: 1.6,
    strike: 1.6,
    years: 4 / 12,
    rate: 0.08,
    dividendYield: 0.11,
  } as const;
  const ofStock = impliedVolatility(stock, 1.875);
  const ofSterling = impliedVolatility(sterling, 0.043);
  t.true('volatility' in ofStock && Math.abs(ofStock.volatility - 0.2345) < 0.00005);
  t.true('volatility' in ofSterling && Math.abs(ofSterling.volatility - 0.141) < 0.0005);
});

/** Spot 40, interest 5 % a year compounded annually; calls of 1, 4 and 7 months. */
const coxRubinstein: [volatility: number, strike: number, calls: [number, number, number]][] = [
  [0.2, 35, [5.15, 5.76, 6.4]],
  [0.2, 40, [1.0, 2.17, 3.0]],
  [0.2, 45, [0.02, 0.51, 1.1]],
  [0.3, 35, [5.22, 6.25, 7.17]],
  [0.3, 40, [1.46, 3.07, 4.19]],
  [0.3, 45, [0.16, 1.25, 2.24]],
  [0.4, 35, [5.39, 6.89, 8.09]],
  [0.4, 40, [1.92, 3.98, 5.37]],
  [0.4, 45, [0.42, 2.1, 3.43]],
];

for (const [volatility, strike, calls] of coxRubinstein) {
  test(`Cox and Rubinstein’s calls at ${strike} and ${volatility * 100} % have the printed prices`, (t) => {
    const terms = {
      optionType: 'call',
      spot: 40,
      strike,
      rate: Math.log(1.05),
      dividendYield: 0,
      volatility,
    } as const;
    const ours = [1, 4, 7].map((months) => Number(optionPrice({ ...terms, years: months / 12 })?.toFixed(2)));
    t.deepEqual(ours, calls);
  });
}
