import type { ExportColumn } from './column.ts';

/** Of the grid that a chain is sampled by. */
export const sampleColumns: readonly ExportColumn[] = [
  { name: 'sampled_at', kind: 'instant', meaning: 'with `--sample`: the instant of the grid' },
  {
    name: 'age_ms',
    kind: 'quantity',
    meaning: 'with `--sample`: how old the poll was then, in milliseconds',
  },
];

/** Of the poll; the same in all its rows. */
export const pollColumns: readonly ExportColumn[] = [
  {
    name: 'date',
    kind: 'date',
    meaning: 'trade date, which ends at 20:00 in New York; the archive’s partition',
  },
  { name: 'underlying', kind: 'word', meaning: '`SPY`, or `I:SPX` for an index' },
  { name: 'expiration', kind: 'date', meaning: 'when the contract expires' },
  { name: 'timestamp', kind: 'instant', meaning: 'when the poll was answered, by the daemon’s clock' },
  { name: 'underlying_price', kind: 'price', meaning: 'the underlying’s at this poll' },
  {
    name: 'underlying_price_source',
    kind: 'word',
    meaning: '`chain` (the answer itself), `quote` or `parity` (put–call parity)',
  },
  {
    name: 'underlying_price_at',
    kind: 'instant',
    meaning: 'when that price was, by the account of its source',
  },
  { name: 'tier', kind: 'word', meaning: '`real-time`, `delayed`, `end-of-day` or `unknown`' },
  { name: 'source', kind: 'word', meaning: '`polygon`, or `simulator` in a demo' },
  {
    name: 'provenance',
    kind: 'word',
    meaning: '`recorded`, or with `--rebuilt` also `rebuilt` from the minute bars of the options',
  },
];

/** Of one contract; the order of `ContractCells`. */
export const contractColumns: readonly ExportColumn[] = [
  { name: 'symbol', kind: 'word', meaning: 'compact OSI symbol' },
  { name: 'option_type', kind: 'word', meaning: '`call` or `put`' },
  { name: 'strike', kind: 'price', meaning: 'strike' },
  { name: 'bid', kind: 'price', meaning: 'best bid, dollars a share' },
  { name: 'ask', kind: 'price', meaning: 'best ask' },
  { name: 'bid_size', kind: 'quantity', meaning: 'contracts at the bid' },
  { name: 'ask_size', kind: 'quantity', meaning: 'contracts at the ask' },
  { name: 'last', kind: 'price', meaning: 'last trade' },
  {
    name: 'traded_at',
    kind: 'instant',
    meaning: 'when that was, by the vendor’s account; of a rebuilt minute its end',
  },
  { name: 'previous_close', kind: 'price', meaning: 'close of the contract’s session before' },
  { name: 'volume', kind: 'quantity', meaning: 'contracts traded in the session so far' },
  {
    name: 'open_interest',
    kind: 'quantity',
    meaning: 'of the day before, as the clearing house published it',
  },
  { name: 'implied_volatility', kind: 'number', meaning: 'annualized, as a fraction: 0.15 is 15 %' },
  { name: 'delta', kind: 'number', meaning: 'dollars a share for a dollar of the underlying' },
  { name: 'gamma', kind: 'number', meaning: 'change of delta for a dollar of the underlying' },
  { name: 'theta', kind: 'number', meaning: 'dollars a share a calendar day, negative for a holder' },
  { name: 'vega', kind: 'number', meaning: 'dollars a share for one percentage point of volatility' },
  {
    name: 'greeks_source',
    kind: 'word',
    meaning: '`vendor`, empty where it gave none; `model` in a rebuilt minute',
  },
  { name: 'quoted_at', kind: 'instant', meaning: 'when bid and ask were, by the vendor’s account' },
  {
    name: 'shares_per_contract',
    kind: 'quantity',
    meaning: 'shares that a contract delivers; empty means 100',
  },
  {
    name: 'is_listed',
    kind: 'flag',
    meaning: 'false: from this poll on the contract was missing from the chain',
  },
];
