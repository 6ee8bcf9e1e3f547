import { rates } from '../../support/assumptions.ts';
import { optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import type { OptionType } from '../../../src/market/quotes/chain.ts';
import { newYorkDate, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';

/** What the vendor's rows say of the stock; anything may be absent. */
export interface RawUnderlying {
  price?: number;
  timeframe?: 'REAL-TIME' | 'DELAYED';
  /** Epoch ms; served in nanoseconds. */
  at?: number;
}

export interface AnswerTerms {
  expiration: string;
  /** Price of the stock when the contracts were quoted. */
  spot: number;
  /** Epoch ms of the quotes; `null` leaves quotes out, as plans do that have none. */
  quotedAt: number | null;
  /** Epoch ms of the last trades, on plans that have them. */
  tradedAt?: number;
  timeframe?: 'REAL-TIME' | 'DELAYED';
  underlying?: RawUnderlying;
  /** Times of single quotes that differ from the rest. */
  quoteTimes?: (strike: number, optionType: OptionType) => number | null | undefined;
}

const volatility = 0.13;
const reach = 12;
const yearMs = 365 * 86_400_000;

/** Rows of a chain of one expiration as the vendor serves them, priced by the model around a spot. */
export function chainAnswer(terms: AnswerTerms): unknown[] {
  const middle = Math.round(terms.spot);
  const strikes = Array.from({ length: 2 * reach + 1 }, (_, index) => middle - reach + index);
  return (['call', 'put'] as const).flatMap((optionType) =>
    strikes.map((strike) => rowOf(terms, strike, optionType)),
  );
}

function rowOf(terms: AnswerTerms, strike: number, optionType: OptionType) {
  const { expiration, spot, quotedAt, tradedAt, timeframe, underlying } = terms;
  const at = quotedAt ?? tradedAt ?? newYorkInstant(expiration, '12:00');
  const years = Math.max(60_000, newYorkInstant(expiration, '16:15') - at) / yearMs;
  const fair = optionPrice({ optionType, spot, strike, years, volatility, ...rates }) ?? 0;
  // No market quotes anything finer.
  const value = Math.round(fair * 1e4) / 1e4;
  const own = terms.quoteTimes?.(strike, optionType);
  const time = own === undefined ? quotedAt : own;
  const ns = (ms: number) => ms * 1e6;
  return {
    details: {
      ticker: formatOptionSymbol(
        { root: 'SPY', expiration, optionType, strikeMills: strike * 1000 },
        'polygon',
      ),
      contract_type: optionType,
      expiration_date: expiration,
      strike_price: strike,
      shares_per_contract: 100,
    },
    day: {
      close: value + 0.01,
      previous_close: value + 0.2,
      volume: 500,
      last_updated: ns(newYorkInstant(newYorkDate(at), '00:00')),
    },
    open_interest: 1000,
    ...(quotedAt !== null && {
      last_quote: {
        bid: Math.max(0.005, value - 0.005),
        ask: value + 0.005,
        ...(time !== null && { last_updated: ns(time!) }),
        ...(timeframe && { timeframe }),
      },
    }),
    ...(tradedAt !== undefined && {
      last_trade: { price: value, sip_timestamp: ns(tradedAt), ...(timeframe && { timeframe }) },
    }),
    underlying_asset: {
      ticker: 'SPY',
      ...(underlying?.price !== undefined && { price: underlying.price }),
      ...(underlying?.timeframe && { timeframe: underlying.timeframe }),
      ...(underlying?.at !== undefined && { last_updated: ns(underlying.at) }),
    },
  };
}
