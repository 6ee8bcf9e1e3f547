import type { Timeframe } from '../../../market/quotes/bar.ts';
import type { Priority } from '../budget.ts';
import type { Paginated } from '../http/paginate.ts';

/** On whose behalf an endpoint is asked. */
export interface Asking {
  priority: Priority;
  signal?: AbortSignal | undefined;
  /** Called whenever a request may go out, and when it has been answered or has failed. */
  onProgress?: (() => void) | undefined;
}

/** The rows of all pages, unparsed. */
export interface RawRows {
  rows: unknown[];
  cutShort: Paginated<unknown>['cutShort'];
  isDelayed: boolean;
  /** Requests that it took. */
  pages: number;
}

/** Which listed contracts are wanted. */
export interface ExpirationsQuery {
  symbol: string;
  /** New York dates, both included. */
  from: string;
  to: string;
  /** Strikes asked for; `null` for all. */
  strikes: StrikeBand | null;
}

/** Contracts as they were listed on a day; both dates New York's. */
export interface PastContractsQuery {
  underlying: string;
  expiration: string;
  asOf: string;
}

/** In dollars, both included. */
export interface StrikeBand {
  low: number;
  high: number;
}

/** What is asked for; hours are made of quarters, since the vendor's first one holds half an hour of the pre-market. */
export type AskedTimeframe = Exclude<Timeframe, '1hour'>;

/** Which bars are wanted. */
export interface AggregatesQuery {
  symbol: string;
  timeframe: AskedTimeframe;
  /** New York dates, both included. */
  from: string;
  to: string;
}
