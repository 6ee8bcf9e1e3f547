import type { OptionEnd } from '../market/products/product.ts';
import type { Quote } from '../market/quotes/quote.ts';

/** What a client looks at: one underlying and one of its expirations. */
export interface ChainSubscription {
  symbol: string;
  /** `null`: the nearest one, which is today's until its options stop trading, and then the next. */
  expiration: string | null;
}

/**
 * When a symbol's options stop trading: `close`, with the closing bell, or `late`, at the session's `optionClose`; on their
 * last day, and on others.
 */
export interface OptionsEnd {
  end: OptionEnd | 'unknown';
  lastDayEnd: OptionEnd | 'unknown';
}

/** A subscription as the daemon keeps it up. */
export interface ChainSubscriptionState extends ChainSubscription {
  /** Expirations of the symbol, nearest first: as the API lists them, or by the calendar while it has not been asked. */
  expirations: string[];
  /** Absent where both are `late`. */
  optionsEnd?: OptionsEnd;
  /** Names of the jobs that poll it, as in `JobState`. */
  jobs: { quote: string; chain: string; bars: string };
}

/** What is listed of a symbol, nearest first. */
export interface ListedExpirations {
  symbol: string;
  dates: string[];
}

/** A symbol of the watch list. */
export interface Watched {
  symbol: string;
  /** The last one; `null` before the first. */
  quote: Quote | null;
}
