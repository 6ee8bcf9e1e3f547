import { rootOf } from '../../market/symbols/roots.ts';
import type { OptionRoot, Stock } from './instrument.ts';

const etf = {
  kind: 'stock',
  type: 'ETF',
  primaryExchange: 'ARCX',
  strikeStep: 1,
  shortExpirations: 'daily',
  spreadCents: 1,
} as const;

const share = {
  kind: 'stock',
  type: 'CS',
  primaryExchange: 'XNAS',
  strikeStep: 2.5,
  shortExpirations: 'monday-wednesday',
  spreadCents: 2,
  quietMinutes: 0.2,
} as const;

const all: readonly Omit<Stock, 'optionRoots'>[] = [
  {
    ...etf,
    ticker: 'SPY',
    name: 'SPDR S&P 500 ETF Trust',
    level: 696,
    beta: 1,
    ownSigma: 0,
    dailyVolume: 66e6,
    quietMinutes: 0.06,
    dividendYield: 0.011,
    busiestStrikeVolume: 420_000,
  },
  {
    ...etf,
    ticker: 'QQQ',
    name: 'Invesco QQQ Trust, Series 1',
    primaryExchange: 'XNAS',
    level: 618,
    beta: 1.2,
    ownSigma: 0.004,
    dailyVolume: 47e6,
    quietMinutes: 0.08,
    dividendYield: 0.005,
    busiestStrikeVolume: 190_000,
  },
  {
    ...etf,
    ticker: 'IWM',
    name: 'iShares Russell 2000 ETF',
    level: 246,
    beta: 1.1,
    ownSigma: 0.006,
    dailyVolume: 32e6,
    quietMinutes: 0.15,
    dividendYield: 0.012,
    busiestStrikeVolume: 60_000,
  },
  {
    ...etf,
    ticker: 'DIA',
    name: 'SPDR Dow Jones Industrial Average ETF Trust',
    level: 471,
    beta: 0.85,
    ownSigma: 0.003,
    dailyVolume: 5e6,
    quietMinutes: 0.4,
    dividendYield: 0.014,
    shortExpirations: 'none',
    busiestStrikeVolume: 3000,
  },
  {
    ...share,
    ticker: 'AAPL',
    name: 'Apple Inc.',
    level: 262,
    beta: 1.15,
    ownSigma: 0.011,
    dailyVolume: 48e6,
    dividendYield: 0.004,
    busiestStrikeVolume: 45_000,
  },
  {
    ...share,
    ticker: 'BRK.B',
    name: 'Berkshire Hathaway Inc. Class B',
    primaryExchange: 'XNYS',
    level: 496,
    beta: 0.7,
    ownSigma: 0.007,
    dailyVolume: 4.5e6,
    dividendYield: 0,
    shortExpirations: 'none',
    busiestStrikeVolume: 4000,
  },
  {
    ...share,
    ticker: 'MSFT',
    name: 'Microsoft Corp',
    level: 508,
    beta: 1.05,
    ownSigma: 0.01,
    dailyVolume: 22e6,
    dividendYield: 0.007,
    busiestStrikeVolume: 18_000,
  },
  {
    ...share,
    ticker: 'NVDA',
    name: 'Nvidia Corp',
    level: 186,
    beta: 1.7,
    ownSigma: 0.018,
    dailyVolume: 175e6,
    dividendYield: 0.0002,
    busiestStrikeVolume: 120_000,
  },
  {
    ...share,
    ticker: 'TSLA',
    name: 'Tesla, Inc. Common Stock',
    level: 421,
    beta: 1.6,
    ownSigma: 0.023,
    dailyVolume: 88e6,
    dividendYield: 0,
    busiestStrikeVolume: 130_000,
  },
];

/** Options on these ETFs trade longer than the ETFs, those on shares do not. */
const optionEnds = { ETF: 'late', CS: 'close' } as const;

function optionRoot({ ticker, type }: Pick<Stock, 'ticker' | 'type'>): OptionRoot {
  const ends = { end: optionEnds[type], lastDayEnd: optionEnds[type] };
  return {
    ...{ root: rootOf(ticker), exercise: 'american', settlement: 'pm', ...ends },
    ...{ expirations: 'all', tick: 'cent' },
  };
}

/** Stocks and ETFs, in alphabetical order, as lists of the API are. */
export const stocks: readonly Stock[] = all
  .map((stock): Stock => ({ ...stock, optionRoots: [optionRoot(stock)] }))
  .toSorted((a, b) => (a.ticker < b.ticker ? -1 : 1));
