import type { Timeframe } from '../market/quotes/bar.ts';

/** What can be exported. */
export const exportNames = ['chain', 'quotes', 'levels', 'bars', 'usage', 'gaps'] as const;
export type ExportName = (typeof exportNames)[number];

/** From one instant to another, both included; epoch ms. */
export interface ExportRange {
  from: number;
  to: number;
}

/** Which contracts of a chain, by their strikes: in dollars, or by per cent around the underlying's price. */
export type StrikeBand = { kind: 'strikes'; low: number; high: number } | { kind: 'around'; percent: number };

/** Which rows of the chains of an underlying. */
export interface ChainRequest extends ExportRange {
  /** `YYYY-MM-DD`; `null` for every expiration that was polled. */
  expiration: string | null;
  strikes: StrikeBand | null;
  /** The step of the grid in milliseconds; `null` for the rows as they were recorded. */
  sampleMs: number | null;
  /** Whether rebuilt minutes are added where nothing was recorded; for levels, too. */
  withRebuilt: boolean;
}

/** What is exported. What a name has no use for is ignored. */
export interface ExportRequest extends ChainRequest {
  name: ExportName;
  symbol: string;
  /** `null` for all of them. */
  timeframe: Timeframe | null;
  /** Up to when there can be gaps; epoch ms. */
  asOf: number;
}
