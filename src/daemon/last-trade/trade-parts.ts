import type { Answered } from '../../market/quotes/last-trade.ts';
import type { JobContext } from '../underlyings/job-context.ts';
import type { RawSnapshot } from '../../sources/polygon/parse/options/parse-contract-snapshot.ts';
import type { RawQuote, RawTrade } from '../../sources/polygon/parse/parse-last-trade.ts';

/** What reading the last trade takes of the daemon. */
export type TradePartsContext = Pick<
  JobContext,
  'symbol' | 'settings' | 'clock' | 'hours' | 'db' | 'endpoints' | 'cached' | 'source'
>;

/** The last trade and quote of one symbol, as the vendor answered it: exchanges and conditions are numbers still. */
export interface RawParts {
  trade: Answered<RawTrade>;
  quote: Answered<RawQuote> | null;
  snapshot: Answered<RawSnapshot> | null;
}
