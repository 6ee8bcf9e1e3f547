import type { Chain } from '../../market/quotes/chain.ts';

const columns = [
  'timestamp',
  'underlying',
  'underlying_price',
  'expiration_date',
  'symbol',
  'option_type',
  'strike',
  'bid',
  'ask',
  'bid_size',
  'ask_size',
  'last_price',
  'previous_close',
  'volume',
  'open_interest',
  'implied_volatility',
  'delta',
  'gamma',
  'theta',
  'vega',
  'greeks_source',
  'quoted_at',
  'source',
  'underlying_price_source',
  'underlying_price_at',
  'rebuilt',
];

/** A chain as CSV (RFC 4180): a header, then one line a contract; an unknown value is an empty field, as is `rebuilt` of what was recorded. */
export function csvOfChain(chain: Chain): string {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const rows = chain.contracts.map((option) => [
    iso(chain.timestamp),
    chain.underlying,
    chain.underlyingPrice,
    chain.expiration,
    option.symbol,
    option.optionType,
    option.strike,
    option.bid,
    option.ask,
    option.bidSize,
    option.askSize,
    option.last,
    option.previousClose,
    option.volume,
    option.openInterest,
    option.impliedVolatility,
    option.delta,
    option.gamma,
    option.theta,
    option.vega,
    option.greeksSource,
    iso(option.quotedAt),
    chain.source,
    chain.underlyingPriceSource,
    iso(chain.underlyingPriceAt),
    chain.isRebuilt ? 'rebuilt' : null,
  ]);
  // Every field is a number, a date or one of our own words; none can hold a comma or a quote.
  return [columns, ...rows].map((cells) => `${cells.map((cell) => cell ?? '').join(',')}\r\n`).join('');
}
