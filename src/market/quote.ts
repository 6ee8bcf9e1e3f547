/** How fresh a value can be at best: what the vendor's answer says of itself, or what the plan is known to give. */
export type DataTier = 'real-time' | 'delayed' | 'end-of-day' | 'unknown';

/** Where a row came from. Simulated rows live in the demo's database only and still say what they are. */
export type Source = 'polygon' | 'simulator';

/** Latest prices of one symbol. Prices in dollars a share; `null` where the plan or the moment has none, never 0. */
export interface Quote {
  symbol: string;
  /** Last trade, or the closest thing to it that the plan gives. */
  price: number;
  bid: number | null;
  ask: number | null;
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
  /** Epoch ms at which Spyglass received it, by the daemon's clock. */
  receivedAt: number;
  tier: DataTier;
  source: Source;
}

/** Change since the previous close in dollars and in per cent; `null` without a previous close. */
export function changeOf(
  quote: Pick<Quote, 'price' | 'previousClose'>,
): { change: number; percent: number } | null {
  if (quote.previousClose === null || quote.previousClose <= 0) return null;
  const change = quote.price - quote.previousClose;
  return { change, percent: (change / quote.previousClose) * 100 };
}
