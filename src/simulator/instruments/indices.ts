import type { Index } from './instrument.ts';

const index = {
  kind: 'index',
  follows: 'SPY',
  beta: 1,
  ownSigma: 0,
  dividendYield: 0.012,
  shortExpirations: 'daily',
} as const;

const european = { exercise: 'european', end: 'late', lastDayEnd: 'close' } as const;
const daily = { ...european, settlement: 'pm', expirations: 'all' } as const;
const monthly = { ...european, settlement: 'am', expirations: 'monthly' } as const;

/** In alphabetical order. Strikes and ticks are of the order of magnitude of those that the exchange lists. */
export const indices: readonly Index[] = [
  {
    ...index,
    ticker: 'I:SPX',
    name: 'S&P 500',
    times: 10.02,
    strikeStep: 5,
    strikeBands: [
      { step: 5, within: 300 },
      { step: 10, within: 600 },
      { step: 25, within: 1200 },
    ],
    optionRoots: [
      { ...monthly, root: 'SPX', tick: 'nickel' },
      { ...daily, root: 'SPXW', tick: 'nickel' },
    ],
    busiestStrikeVolume: 90_000,
  },
  {
    ...index,
    ticker: 'I:XSP',
    name: 'S&P 500 Mini',
    times: 1.002,
    strikeStep: 1,
    strikeBands: [
      { step: 1, within: 60 },
      { step: 5, within: 120 },
    ],
    optionRoots: [{ ...daily, root: 'XSP', tick: 'cent' }],
    busiestStrikeVolume: 6000,
  },
];
