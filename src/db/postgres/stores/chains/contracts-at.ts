import { inChainOrder, type OptionQuote } from '../../../../market/quotes/chain.ts';
import {
  type PollRow,
  readColumns,
  readContract,
  type ReadRow,
  symbolBounds,
} from '../../../rows/contract-rows.ts';
import type { Sql } from '../../connection/sql.ts';
import type { StoredPoll } from './poll-reads.ts';

/** Of each contract its last row up to the poll, if it was listed then; wants trade dates from `$3` to `$4`, and the poll as `$5`. */
const lastStates = `cross join lateral (
    select * from option_contracts as row
    where trade_date between $3 and $4 and row.symbol = contract.symbol and row.timestamp <= $5
    order by row.timestamp desc limit 1) as state
  where contract.symbol is not null and state.is_listed = 1`;

/** The contracts that the first poll of the trade date states. Wants underlying and expiration as `$1` and `$2`. */
const byFirstPoll = (columns: string) => `
  select ${columns} from (
    select symbol from option_contracts
    where trade_date between $3 and $4 and underlying = $1 and expiration_date = $2 and timestamp = (
      select timestamp from chain_polls
      where trade_date between $3 and $4 and underlying = $1 and expiration_date = $2 order by timestamp limit 1)
    ) as contract ${lastStates}`;

/**
 * The contracts between the bounds `$1` and `$2` of their symbols, each found by a search from the one before: the rows in
 * between (thousands of each contract) are skipped. Takes twice the time of `byFirstPoll`.
 */
const byBounds = (columns: string) => `
  with recursive contract (symbol, high) as (
    select (select symbol from option_contracts
            where trade_date between $3 and $4 and symbol >= low and symbol < high order by symbol limit 1), high
    from unnest($1::text[], $2::text[]) as bounds (low, high)
    union all
    select (select symbol from option_contracts
            where trade_date between $3 and $4 and symbol > contract.symbol and symbol < contract.high
            order by symbol limit 1), high
    from contract where symbol is not null)
  select ${columns} from contract ${lastStates}`;

const searchesFor = (columns: string) => ({ byFirstPoll: byFirstPoll(columns), byBounds: byBounds(columns) });
const contractsUpTo = searchesFor(readColumns.replaceAll(/\w+/g, 'state.$&'));
const idsUpTo = searchesFor('state.id, state.trade_date::text, state.symbol');

/**
 * The states that hold at a poll, one row for each listed contract; the poll says how many there are. The first poll of a trading
 * day states them all, but for those that appear later in the day. What was recorded before that was the rule leans on the days
 * before.
 */
async function statesOf<Row extends readonly unknown[]>(
  sql: Sql,
  searches: ReturnType<typeof searchesFor>,
  { poll, date, listed }: StoredPoll,
): Promise<Row[]> {
  const { underlying, expiration, timestamp } = poll;
  const stated = await sql.rows<Row>(searches.byFirstPoll, [underlying, expiration, date, date, timestamp]);
  if (stated.length >= listed) return stated;
  const bounds = symbolBounds(underlying, expiration);
  const search = (from: string) =>
    sql.rows<Row>(searches.byBounds, [
      bounds.map(([low]) => low),
      bounds.map(([, high]) => high),
      ...[from, date, timestamp],
    ]);
  const ofDay = await search(date);
  return ofDay.length < listed ? await search('-infinity') : ofDay;
}

/** The listed contracts of a chain as they were at a poll, in the order of `inChainOrder`. */
export async function contractsAt(sql: Sql, poll: StoredPoll): Promise<OptionQuote[]> {
  const rows = await statesOf<ReadRow>(sql, contractsUpTo, poll);
  return rows.map(readContract).sort(inChainOrder);
}

/** The same by symbol; none where there is no poll. */
export async function stateAt(sql: Sql, poll: StoredPoll | null): Promise<Map<string, OptionQuote>> {
  const contracts = poll === null ? [] : await contractsAt(sql, poll);
  return new Map(contracts.map((contract) => [contract.symbol, contract]));
}

/** The rows that the listed contracts of a poll are in. */
export async function rowsAt(sql: Sql, poll: StoredPoll): Promise<{ id: number; date: string }[]> {
  const rows = await statesOf<[id: number, date: string, symbol: string]>(sql, idsUpTo, poll);
  return rows.map(([id, date]) => ({ id, date }));
}

const storedAt = `select ${readColumns}, is_listed from option_contracts
  where trade_date = $1 and timestamp = $2 and underlying = $3 and expiration_date = $4`;

/** What a poll stored, by symbol: `null` for a contract that was missing from then on. */
export async function storedBy(
  sql: Sql,
  { underlying, expiration, timestamp }: PollRow,
  date: string,
): Promise<Map<string, OptionQuote | null>> {
  const rows = await sql.rows<[...ReadRow, isListed: 0 | 1]>(storedAt, [
    date,
    timestamp,
    underlying,
    expiration,
  ]);
  return new Map(rows.map((row) => [row[0], row[20] === 1 ? readContract(row) : null]));
}
