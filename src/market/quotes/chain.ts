import type { DataTier, Source } from './quote.ts';

export const optionTypes = ['call', 'put'] as const;
/** Call or put. */
export type OptionType = (typeof optionTypes)[number];

/** Where the underlying's price of a chain is from. */
export const spotSources = ['chain', 'quote', 'parity'] as const;
/** Where a chain’s underlying price is from. */
export type SpotSource = (typeof spotSources)[number];

export const greeksSources = ['vendor', 'model'] as const;

/** One contract as of one poll. Prices in dollars a share; `null` means the plan or the vendor gave none. */
export interface OptionQuote {
  /** Compact OSI symbol without `O:`, e.g. `SPY261123C00670000`. */
  symbol: string;
  strike: number;
  optionType: OptionType;
  bid: number | null;
  ask: number | null;
  bidSize: number | null;
  askSize: number | null;
  last: number | null;
  /** Epoch ms of `last` by the vendor's account; `null` where it gives none. */
  tradedAt: number | null;
  /** Close of this contract's previous session. */
  previousClose: number | null;
  /** Contracts traded in the session at hand; 0 when it is known that none did. */
  volume: number | null;
  /** Yesterday's, as the clearing house published it. */
  openInterest: number | null;
  /** Annualized, as a fraction: 0.15 is 15 %. */
  impliedVolatility: number | null;
  delta: number | null;
  gamma: number | null;
  /** Dollars a share a calendar day, negative for a holder. */
  theta: number | null;
  /** Dollars a share for one percentage point of volatility. */
  vega: number | null;
  /** Who computed volatility and greeks: the vendor or our own model; `null` when there are none. */
  greeksSource: 'vendor' | 'model' | null;
  /** Epoch ms of the bid and ask (or of the last trade where there is no quote). */
  quotedAt: number | null;
  /** Shares that the contract delivers; `null` on rows recorded before this was kept, which means 100. */
  sharesPerContract: number | null;
}

/**
 * All contracts of one underlying and expiry at one poll, in the order of `inChainOrder`. On a third Friday an index has
 * contracts of two roots in it, which end at different times.
 */
export interface Chain {
  underlying: string;
  /** `YYYY-MM-DD`. */
  expiration: string;
  contracts: OptionQuote[];
  underlyingPrice: number | null;
  /** Where `underlyingPrice` came from: the chain itself, the stock's quote, or put–call parity. */
  underlyingPriceSource: SpotSource | null;
  /** Epoch ms of `underlyingPrice` by the account of its source; `null` while unknown. */
  underlyingPriceAt: number | null;
  /** Epoch ms at which the last page of the answer arrived, by the daemon's clock; the same for every contract. */
  timestamp: number;
  /** Epoch ms of the slot that the poll was due at; `null` for a user's refresh and on rows from before it was kept. */
  slotAt: number | null;
  tier: DataTier;
  source: Source;
  /** Rows of the answer that made no sense and were left out. */
  rejectedRows: number;
  /** Rows of adjusted contracts, which are left out on purpose; `null` on polls from before they were counted. */
  adjustedRows: number | null;
  /**
   * Contracts that are listed although they are not among these: their rows were refused. Absent where no row was, and on
   * chains read back; clients do not get it.
   */
  stillListed?: readonly string[];
  /** Set where the plan has no option data and only the strikes are known; such a chain is never recorded. */
  isStrikesOnly?: true;
  /**
   * Put together afterwards from the vendor's minute bars: `timestamp` is the end of the minute, `last` its close where the
   * contract traded in it, and there are no bids and asks. Absent on what was recorded.
   */
  isRebuilt?: true;
}

/** The order of a chain's contracts: by strike, of one strike by root, calls before puts. */
export function inChainOrder(
  one: Pick<OptionQuote, 'strike' | 'symbol'>,
  other: Pick<OptionQuote, 'strike' | 'symbol'>,
): number {
  // Symbols of one strike and expiration differ in root and type only.
  return one.strike - other.strike || (one.symbol < other.symbol ? -1 : one.symbol > other.symbol ? 1 : 0);
}

/** A contract of which nothing but its terms is known. */
export function withoutValues({
  symbol,
  strike,
  optionType,
}: Pick<OptionQuote, 'symbol' | 'strike' | 'optionType'>): OptionQuote {
  return {
    symbol,
    strike,
    optionType,
    bid: null,
    ask: null,
    bidSize: null,
    askSize: null,
    last: null,
    tradedAt: null,
    previousClose: null,
    volume: null,
    openInterest: null,
    impliedVolatility: null,
    delta: null,
    gamma: null,
    theta: null,
    vega: null,
    greeksSource: null,
    quotedAt: null,
    sharesPerContract: null,
  };
}
