import { messageOf } from '../../../../base/errors.ts';
import type { OptionQuote } from '../../../../market/quotes/chain.ts';
import type { ChainRecorded } from '../../../../recordings/chains.ts';
import type { ContractRow, PollRow } from '../../../rows/contract-rows.ts';
import { pollStatus } from '../../../rows/chain-changes.ts';
import type { SqlTransaction, SqlValue } from '../../connection/sql.ts';
import { isRefusedRow } from '../../postgres-error.ts';

/** A column of a contract: its type as an array of which each row takes one, and its value. */
interface ContractColumn {
  column: string;
  type: 'text' | 'float8' | 'int8' | 'int4';
  value: (row: ContractRow) => string | number | null;
}

const columnOf = (
  column: string,
  field: keyof OptionQuote,
  type: ContractColumn['type'] = 'float8',
): ContractColumn => ({ column, type, value: ({ contract }) => contract[field] });

/** What a poll's rows differ in. */
const contractColumns: readonly ContractColumn[] = [
  columnOf('symbol', 'symbol', 'text'),
  columnOf('strike', 'strike'),
  columnOf('option_type', 'optionType', 'text'),
  columnOf('bid', 'bid'),
  columnOf('ask', 'ask'),
  columnOf('bid_size', 'bidSize'),
  columnOf('ask_size', 'askSize'),
  columnOf('last_price', 'last'),
  columnOf('previous_close', 'previousClose'),
  columnOf('volume', 'volume'),
  columnOf('open_interest', 'openInterest'),
  columnOf('implied_volatility', 'impliedVolatility'),
  columnOf('delta', 'delta'),
  columnOf('gamma', 'gamma'),
  columnOf('theta', 'theta'),
  columnOf('vega', 'vega'),
  columnOf('greeks_source', 'greeksSource', 'text'),
  columnOf('quoted_at', 'quotedAt', 'int8'),
  columnOf('traded_at', 'tradedAt', 'int8'),
  columnOf('shares_per_contract', 'sharesPerContract', 'int8'),
  { column: 'is_listed', type: 'int4', value: ({ isListed }) => (isListed ? 1 : 0) },
];

/** The columns that all rows of a poll have alike, in the order of `rowValues`. */
const pollColumns =
  'trade_date, underlying, expiration_date, timestamp, created_at, underlying_price, underlying_price_source';

const identity = ['symbol', 'strike', 'option_type'];
const names = contractColumns.map(({ column }) => column);
const replaced = [
  ...names.filter((name) => !identity.includes(name)),
  ...['created_at', 'underlying_price', 'underlying_price_source'],
];

const insertRows = (onConflict: string) => `
  insert into option_contracts (${pollColumns}, ${names.join(', ')})
  select $1::date, $2, $3::date, $4::int8, $4::int8, $5::float8, $6, row.*
  from unnest(${contractColumns.map(({ type }, index) => `$${index + 7}::${type}[]`).join(', ')}) as row
  on conflict (symbol, timestamp, trade_date) do ${onConflict}`;

const replaceRows = insertRows(
  `update set ${replaced.map((name) => `${name} = excluded.${name}`).join(', ')}`,
);
const keepRows = insertRows('nothing');

function rowValues(rows: readonly ContractRow[], poll: PollRow, date: string): SqlValue[] {
  const { underlying, expiration, timestamp, underlyingPrice, underlyingPriceSource } = poll;
  return [
    ...[date, underlying, expiration, timestamp, underlyingPrice, underlyingPriceSource],
    ...contractColumns.map(({ value }) => rows.map(value)),
  ];
}

/** Writes states of contracts as of one poll, where a row of the same contract and poll gives way. */
export async function replaceContracts(
  sql: SqlTransaction,
  rows: readonly ContractRow[],
  poll: PollRow,
  date: string,
): Promise<void> {
  if (rows.length > 0) await sql.run(replaceRows, rowValues(rows, poll, date));
}

/** Writes states of contracts as of one poll, where a row of the same contract and poll stays. */
export async function keepContracts(
  sql: SqlTransaction,
  rows: readonly ContractRow[],
  poll: PollRow,
  date: string,
): Promise<void> {
  if (rows.length > 0) await sql.run(keepRows, rowValues(rows, poll, date));
}

/**
 * The same as `replaceContracts`, without the rows that break a rule: they are found by halves.
 * @returns those, in the order of the rows, each with the reason
 */
export async function replaceWhatFits(
  sql: SqlTransaction,
  rows: readonly ContractRow[],
  poll: PollRow,
  date: string,
): Promise<ChainRecorded['refused']> {
  if (rows.length === 0) return [];
  try {
    await sql.savepoint(() => replaceContracts(sql, rows, poll, date));
    return [];
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    if (rows.length === 1) return [{ symbol: rows[0]!.contract.symbol, reason: messageOf(error) }];
    const middle = rows.length >> 1;
    return [
      ...(await replaceWhatFits(sql, rows.slice(0, middle), poll, date)),
      ...(await replaceWhatFits(sql, rows.slice(middle), poll, date)),
    ];
  }
}

// An answer that is read again, from the cache, stays the one of its slot.
const insertPoll = `
  insert into chain_polls (trade_date, underlying, expiration_date, timestamp, created_at, contracts, stored, rejected,
    underlying_price, underlying_price_source, tier, source, status, underlying_price_at, slot_at, adjusted)
  values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  on conflict (underlying, expiration_date, timestamp, trade_date) do update set contracts = excluded.contracts,
    stored = excluded.stored, rejected = excluded.rejected, underlying_price = excluded.underlying_price,
    underlying_price_source = excluded.underlying_price_source, tier = excluded.tier, source = excluded.source,
    status = excluded.status, created_at = excluded.created_at, underlying_price_at = excluded.underlying_price_at,
    slot_at = coalesce(chain_polls.slot_at, excluded.slot_at), adjusted = excluded.adjusted`;

/** Writes a poll, where one of the same instant gives way. */
export async function writePoll(
  sql: SqlTransaction,
  poll: PollRow,
  date: string,
  { contracts, stored }: { contracts: number; stored: number },
): Promise<void> {
  await sql.run(insertPoll, [
    ...[date, poll.underlying, poll.expiration, poll.timestamp, contracts, stored, poll.rejectedRows],
    ...[poll.underlyingPrice, poll.underlyingPriceSource, poll.tier, poll.source],
    ...[pollStatus(poll, contracts), poll.underlyingPriceAt, poll.slotAt, poll.adjustedRows],
  ]);
}

const recount = `
  update chain_polls set stored = (
    select count(*) from option_contracts
    where trade_date = $1 and timestamp = $2 and underlying = $3 and expiration_date = $4)
  where trade_date = $1 and timestamp = $2 and underlying = $3 and expiration_date = $4`;

/** Sets what a poll stored to the rows there are, after rows were added to it. */
export async function recountPoll(sql: SqlTransaction, poll: PollRow, date: string): Promise<void> {
  await sql.run(recount, [date, poll.timestamp, poll.underlying, poll.expiration]);
}
