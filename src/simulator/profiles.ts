import type { AssetClass } from '../market/symbols/asset-class.ts';

/** What the vendor sells a plan for: indices are one of their own. */
export type PlanClass = AssetClass | 'indices';

/** What a plan of one asset class gives; from the vendor's price list and from rows that its users published. */
export interface Tier {
  /** Every answer is as of so much earlier. */
  delayMs: number;
  /** Nothing of the current New York date: refused until midnight. */
  isEndOfDay: boolean;
  /** How far back aggregates reach: of options not as far as of what they are on. */
  historyYears: Record<PlanClass, number>;
  hasSnapshots: boolean;
  hasTrades: boolean;
  hasQuotes: boolean;
  /** The price of the underlying in option rows, if the stocks plan has snapshots as well. */
  showsUnderlying: boolean;
  /** What aggregates carry as `status`. */
  aggregateStatus: 'OK' | 'DELAYED';
  /** What quotes and trades carry as `timeframe`. */
  timeframe: 'REAL-TIME' | 'DELAYED';
  rate: { requests: number; windowMs: number };
}

const minuteMs = 60_000;

const delayed = {
  delayMs: 15 * minuteMs,
  isEndOfDay: false,
  hasSnapshots: true,
  hasTrades: false,
  hasQuotes: false,
  showsUnderlying: false,
  aggregateStatus: 'DELAYED',
  timeframe: 'DELAYED',
  rate: { requests: 100, windowMs: 1000 },
} as const;

function years(ofPrices: number, ofOptions: number): Record<PlanClass, number> {
  return { stocks: ofPrices, options: ofOptions, indices: ofPrices };
}

export const tiers = {
  basic: {
    ...delayed,
    isEndOfDay: true,
    hasSnapshots: false,
    historyYears: years(2, 2),
    aggregateStatus: 'OK',
    rate: { requests: 5, windowMs: minuteMs },
  },
  starter: { ...delayed, historyYears: years(5, 2) },
  developer: { ...delayed, historyYears: years(10, 4), hasTrades: true, showsUnderlying: true },
  advanced: {
    ...delayed,
    delayMs: 0,
    historyYears: years(20, 20),
    hasTrades: true,
    hasQuotes: true,
    showsUnderlying: true,
    aggregateStatus: 'OK',
    timeframe: 'REAL-TIME',
  },
} as const satisfies Record<string, Tier>;

/** A plan of the vendor’s for one asset class. */
export type TierName = keyof typeof tiers;

/** Accounts that the simulator can play: a plan for each class. */
export const profiles = {
  basic: { stocks: 'basic', options: 'basic', indices: 'basic' },
  starter: { stocks: 'starter', options: 'starter', indices: 'starter' },
  // There is no plan for indices between these two.
  developer: { stocks: 'developer', options: 'developer', indices: 'starter' },
  advanced: { stocks: 'advanced', options: 'advanced', indices: 'advanced' },
  'delayed-stocks': { stocks: 'developer', options: 'advanced', indices: 'starter' },
  'delayed-options': { stocks: 'advanced', options: 'starter', indices: 'advanced' },
  'options-only': { stocks: 'basic', options: 'developer', indices: 'basic' },
} as const satisfies Record<string, Record<PlanClass, TierName>>;

/** An account’s name, as tests give it. */
export type Profile = keyof typeof profiles;

/** What an account’s plan includes of an asset class. */
export function tierOf(profile: Profile, assetClass: PlanClass): Tier {
  return tiers[profiles[profile][assetClass]];
}

/** The account's rate limit: that of its better plan. */
export function rateOf(profile: Profile): Tier['rate'] {
  const [stocks, options] = [tierOf(profile, 'stocks').rate, tierOf(profile, 'options').rate];
  return stocks.requests / stocks.windowMs > options.requests / options.windowMs ? stocks : options;
}
