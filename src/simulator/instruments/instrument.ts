type OptionEnd = 'close' | 'late';

/** One root of an instrument's options, and how its contracts are listed, traded and exercised. */
export interface OptionRoot {
  /** What its contracts' symbols begin with: `SPY`, `SPXW`. */
  root: string;
  exercise: 'american' | 'european';
  /** `am`: settled by the opening bell of its date, and traded for the last time on the day before. */
  settlement: 'am' | 'pm';
  /** Until when it trades: to the closing bell, or to the late close of options. On its own date and on any other. */
  lastDayEnd: OptionEnd;
  end: OptionEnd;
  /** `monthly`: third Fridays only. */
  expirations: 'all' | 'monthly';
  /** Smallest step of its prices: a cent, or five of them and ten from three dollars on. */
  tick: 'cent' | 'nickel';
}

/** What stocks and indices have in common: a price that the market moves, and options. */
interface Optionable {
  /** As the API writes it: `SPY`, `I:SPX`. */
  ticker: string;
  name: string;
  /** Share of the market's moves that it takes over: 1 moves with SPY. */
  beta: number;
  /** Standard deviation of its own daily moves, as a fraction, beside the market's. */
  ownSigma: number;
  /** Continuous and annual, as a fraction. */
  dividendYield: number;
  /** Dollars between two strikes near the money. */
  strikeStep: number;
  /** In the order of contracts' tickers. */
  optionRoots: readonly OptionRoot[];
  /** Besides Fridays, expirations of the next two weeks: on every trading day, or on Mondays and Wednesdays. */
  shortExpirations: 'daily' | 'monday-wednesday' | 'none';
  /** Contracts that the busiest strike trades on its last day. */
  busiestStrikeVolume: number;
}

/** A stock or an ETF. Levels and volumes are of 2026's order of magnitude; none is a real price. */
export interface Stock extends Optionable {
  kind: 'stock';
  type: 'ETF' | 'CS';
  /** Market identifier code of the primary exchange. */
  primaryExchange: string;
  /** Dollars a share in the middle of 2026, around which the price swings. */
  level: number;
  /** Shares on an average day, regular hours. */
  dailyVolume: number;
  /** Spread in regular hours, in cents. */
  spreadCents: number;
  /** Chance that a minute before or after regular hours passes without a trade. */
  quietMinutes: number;
}

/** An index: a value through regular hours, without quotes, trades and volume. */
export interface Index extends Optionable {
  kind: 'index';
  /** Ticker of the ETF that holds what the index is made of, and how many times its price the value is. */
  follows: string;
  times: number;
  /** Distances between strikes: each up to so many points from the middle, from where the band before ends. */
  strikeBands: readonly { step: number; within: number }[];
}

/** What the simulated market prices. */
export type Instrument = Stock | Index;
