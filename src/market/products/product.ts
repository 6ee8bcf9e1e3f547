import type { ExerciseStyle } from '../pricing/exercise-style.ts';

export const productKinds = ['etf', 'stock', 'index'] as const;
/** What options are on. */
export type ProductKind = (typeof productKinds)[number];

export const optionEnds = ['close', 'late'] as const;
/** When options stop trading: with the closing bell, or at the calendar's option close, minutes after it (16:15, 13:15). */
export type OptionEnd = (typeof optionEnds)[number];

export const expirationRules = ['daily', 'listed'] as const;
/** `daily`: something expires on every trading day. `listed`: only the API knows which days of a week. */
export type ExpirationRule = (typeof expirationRules)[number];

/** One root of an underlying's options. */
export interface Series {
  /** What its symbols begin with: `SPY`, `SPXW`. */
  root: string;
  /** What its last value is taken from: the closing price of its expiration, or the opening one, as of SPX's monthlies. */
  settlement: 'pm' | 'am';
}

/** What is known of the options on one underlying, as of a date. */
export interface Product {
  underlying: string;
  kind: ProductKind;
  /** Without those of adjusted contracts; those settled by the close first. */
  series: readonly Series[];
  exercise: ExerciseStyle;
  delivery: 'shares' | 'cash';
  /** Until when a series trades that does not expire that day. */
  end: OptionEnd;
  /** The same of a series on the day that it expires. */
  lastDayEnd: OptionEnd;
  expirations: ExpirationRule;
}

/** What changes of some products from one date on; what it does not name stays as it was. */
export interface ProductChange {
  /** First date (`YYYY-MM-DD`) that it holds for. */
  from: string;
  underlyings: readonly string[];
  what: string;
  source: string;
  terms: Partial<Omit<Product, 'underlying'>>;
}
