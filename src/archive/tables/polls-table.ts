import { spotSources } from '../../market/quotes/chain.ts';
import { sources, tiers } from '../../market/quotes/quote.ts';
import type { SessionPoll } from '../../recordings/session-rows.ts';
import { date, instant, optional, price, quantity, type Table, word } from './column.ts';
import { recordedWord } from './recorded-word.ts';

const statuses = ['complete', 'partial', 'empty'] as const satisfies readonly SessionPoll['status'][];

/** Polls of the underlying's chains, by time: with them the states of `chain.parquet` are the chain of each poll. */
const columns = {
  expiration: date(),
  timestamp: instant(),
  /** The slot that the poll was due at. */
  slot_at: optional(instant()),
  /** Contracts that were listed. */
  contracts: quantity(),
  /** States that the database counts to this poll. */
  stored: quantity(),
  status: word(statuses),
  rejected_rows: quantity(),
  adjusted_rows: optional(quantity()),
  underlying_price: optional(price()),
  underlying_price_source: optional(word(spotSources)),
  underlying_price_at: optional(instant()),
  tier: word(tiers),
  source: word(sources),
};

/** `polls.parquet`, of one underlying. */
export const pollsTable = (underlying: string): Table<SessionPoll, typeof columns> => ({
  columns,
  flat: (poll) => ({
    expiration: poll.expiration,
    timestamp: poll.timestamp,
    slot_at: poll.slotAt,
    contracts: poll.contracts,
    stored: poll.stored,
    status: poll.status,
    rejected_rows: poll.rejectedRows,
    adjusted_rows: poll.adjustedRows,
    underlying_price: poll.underlyingPrice,
    underlying_price_source: poll.underlyingPriceSource,
    underlying_price_at: poll.underlyingPriceAt,
    tier: poll.tier,
    source: recordedWord(poll.source),
  }),
  row: (flat) => ({
    underlying,
    expiration: flat.expiration,
    underlyingPrice: flat.underlying_price,
    underlyingPriceSource: flat.underlying_price_source,
    underlyingPriceAt: flat.underlying_price_at,
    timestamp: flat.timestamp,
    slotAt: flat.slot_at,
    tier: flat.tier,
    source: flat.source,
    rejectedRows: flat.rejected_rows,
    adjustedRows: flat.adjusted_rows,
    contracts: flat.contracts,
    stored: flat.stored,
    status: flat.status,
  }),
});
