/** How fresh a value can be at best: what the vendor's answer says of itself, or what the plan is known to give. */
export const tiers = ['real-time', 'delayed', 'end-of-day', 'unknown'] as const;
/** How fresh the plan’s data is. */
export type DataTier = (typeof tiers)[number];

/** Where a row came from. Simulated rows live in the demo's database only and still say what they are. */
export const sources = ['polygon', 'simulator'] as const;
/** `unknown`: at a client that does not know its daemon's word for it; no row is recorded as that. */
export type Source = (typeof sources)[number] | 'unknown';

/**
 * What a price is: the last trade that may set it, the close of the last minute, the middle of bid and ask, the close of
 * the day at hand, or the close of an earlier day.
 */
export const priceKinds = ['trade', 'minute', 'quote', 'day', 'close'] as const;
/** Which value of an answer became the price. */
export type PriceKind = (typeof priceKinds)[number];

/** Latest prices of one symbol. Prices in dollars a share; `null` where the plan or the moment has none, never 0. */
export interface Quote {
  symbol: string;
  /** Last trade, or the closest thing to it that the plan gives. */
  price: number;
  /** What the price is; `null` on rows recorded before this was known. */
  priceKind: PriceKind | null;
  bid: number | null;
  ask: number | null;
  /** Epoch ms of bid and ask by the vendor's account; `null` where it gives none. */
  quotedAt: number | null;
  dayOpen: number | null;
  dayHigh: number | null;
  dayLow: number | null;
  /** Close of the previous session; the change of the day is measured from it. */
  previousClose: number | null;
  /** Shares traded today; may be fractional (the vendor counts fractional trades since 2026). */
  volume: number | null;
  vwap: number | null;
  /** Epoch ms of the price by the vendor's account. */
  timestamp: number;
  /** Epoch ms at which the answer arrived, by the daemon's clock. */
  receivedAt: number;
  /** Epoch ms of the slot that the poll was due at; `null` for a user's refresh and on rows from before it was kept. */
  slotAt: number | null;
  tier: DataTier;
  source: Source;
}

/** What makes two quotes different: anything but their times. */
const compared = [
  'price',
  'priceKind',
  'bid',
  'ask',
  'dayOpen',
  'dayHigh',
  'dayLow',
  'previousClose',
  'volume',
  'vwap',
  'tier',
  'source',
] as const satisfies (keyof Quote)[];

/** Whether a quote says what the one before it said; such a one is not stored. */
export function isRepeat(quote: Quote, before: Quote): boolean {
  return compared.every((field) => before[field] === quote[field]);
}

/** Change since the previous close in dollars and in per cent; `null` without a previous close. */
export function changeOf(
  quote: Pick<Quote, 'price' | 'previousClose'>,
): { change: number; percent: number } | null {
  if (quote.previousClose === null || quote.previousClose <= 0) return null;
  const change = quote.price - quote.previousClose;
  return { change, percent: (change / quote.previousClose) * 100 };
}
