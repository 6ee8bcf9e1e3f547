import type { OptionQuote } from './chain.ts';
import type { DataTier, Source } from './quote.ts';

/** A print. Sizes are shares of a stock (also parts of one) and contracts of an option. */
export interface LastTrade {
  price: number;
  size: number | null;
  /** The exchange's name; its number where the name could not be had, and `null` where the vendor gave none. */
  exchange: string | null;
  /** What kind of trade it was, as the vendor calls it; numbers where the names could not be had. */
  conditions: string[];
  /** Why it sets no price, where its conditions forbid it; absent where they do not. */
  noPriceBecause?: string;
  /** Epoch ms, as the exchange stamped it. */
  tradedAt: number | null;
}

/** Best bid or offer: dollars a share, and size. */
export interface BookSide {
  price: number | null;
  /** As served: the vendor counts some in shares and some in round lots, so they compare with each other only. */
  size: number | null;
  exchange: string | null;
}

/** The best bid and offer. Crossed and one-sided ones occur. */
export interface LastQuote {
  bid: BookSide;
  ask: BookSide;
  /** Epoch ms, as the exchange stamped it. */
  quotedAt: number | null;
}

/** A contract's bar of its last traded day. */
export interface ContractDay {
  /** New York date; `null` where the vendor does not say. */
  date: string | null;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  volume: number | null;
  vwap: number | null;
}

/** One contract with its quote and its day. */
export interface ContractSnapshot {
  contract: OptionQuote;
  expiration: string;
  sharesPerContract: number | null;
  /** `null` on plans without option quotes. */
  quote: LastQuote | null;
  /** `null` for a contract that has never traded. */
  day: ContractDay | null;
  breakEven: number | null;
  /** It depends on the plan for stocks, and may be a quarter of an hour older than the contract's own values. */
  underlyingPrice: number | null;
  /** Epoch ms of the underlying's price by the vendor's account; `null` where it gives none. */
  underlyingPriceAt: number | null;
  /** What the answer says of that price's freshness. */
  underlyingTier: DataTier;
}

/** An answer, or why there is none; both where an older answer stands in for one that could not be had. */
export interface Answered<T> {
  value: T | null;
  /** Epoch ms at which the answer had arrived; `null` without one. */
  receivedAt: number | null;
  tier: DataTier;
  problem: { code: string; message: string; hint: string } | null;
}

export const lastTradeKinds = ['stock', 'option'] as const;
/** What a last-trade report is about. */
export type LastTradeKind = (typeof lastTradeKinds)[number];

/** The last prints and quotes of a stock or of one contract. */
export interface LastTradeReport {
  /** Compact for a contract. */
  symbol: string;
  kind: LastTradeKind | 'unknown';
  source: Source;
  /** The daemon's clock when it answered; ages count up to it. */
  at: number;
  trade: Answered<LastTrade>;
  /** The national best bid and offer of a stock; `null` for a contract, whose quote is in its snapshot. */
  quote: Answered<LastQuote> | null;
  /** `null` for a stock. */
  snapshot: Answered<ContractSnapshot> | null;
}
