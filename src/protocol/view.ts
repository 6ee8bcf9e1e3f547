import type { Quote } from '../market/quote.ts';

/** What a client looks at: one underlying and one of its expirations. */
export interface View {
  symbol: string;
  /** `null`: the nearest one, which is today's until its options stop trading, and then the next. */
  expiration: string | null;
}

/** A view as the daemon keeps it up. */
export interface ViewState extends View {
  /** Expirations of the symbol by the calendar, nearest first. Which of them have contracts is the vendor's to say. */
  expirations: string[];
  /** Names of the jobs that poll it, as in `JobState`. */
  jobs: { quote: string; chain: string; bars: string };
}

/** A symbol of the watch list. */
export interface Watched {
  symbol: string;
  /** The last one; `null` before the first. */
  quote: Quote | null;
}
