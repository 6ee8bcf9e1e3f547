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

/**
 * The symbols between bounds on trade dates from `$3` to `$4`, each found by a search from the one before: the rows in between
 * (thousands of each contract) are skipped. Wants the bounds as `$1` and `$2`.
 */
const contractsOfBounds = `
  contract (symbol, high) as (
    select (select symbol from option_contracts
            where trade_date between $3 and $4 and symbol >= low and symbol < high order by symbol limit 1), high
    from unnest($1::text[], $2::text[]) as bounds (low, high)
    union all
    select (select symbol from option_contracts
            where trade_date between $3 and $4 and symbol > contract.symbol and symbol < contract.high
            order by symbol limit 1), high
    from contract where symbol is not null
  )`;

const statesUpTo = (columns: string) => `
  with recursive ${contractsOfBounds}
  select ${columns} from contract cross join lateral (
    select * from option_contracts as row
    where trade_date between $3 and $4 and row.symbol = contract.symbol and row.timestamp <= $5
    order by row.timestamp desc limit 1) as state
  where contract.symbol is not null and state.is_listed = 1`;

const contractsUpTo = statesUpTo(readColumns.replaceAll(/\w+/g, 'state.$&'));
const idsUpTo = statesUpTo('state.id, state.trade_date::text, state.symbol');

/**
 * The states that hold at a poll, one row for each listed contract. The first poll of a trading day states them all, so that
 * they lie in one partition; what was recorded before that was the rule leans on the days before, which is told by the number
 * of contracts that the poll has.
 */
async function statesOf<Row extends readonly unknown[]>(
  sql: Sql,
  text: string,
  { poll, date, listed }: StoredPoll,
): Promise<Row[]> {
  const bounds = symbolBounds(poll.underlying, poll.expiration);
  const states = (from: string) =>
    sql.rows<Row>(text, [
      bounds.map(([low]) => low),
      bounds.map(([, high]) => high),
      ...[from, date, poll.timestamp],
    ]);
  const own = await states(date);
  return own.length < listed ? await states('-infinity') : own;
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
