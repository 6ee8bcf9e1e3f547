import { inChainOrder, type OptionQuote } from '../../../../market/quotes/chain.ts';
import {
  type ContractRow,
  readColumns,
  readContract,
  type ReadRow,
  symbolBounds,
} from '../../../rows/contract-rows.ts';
import type { NativeDatabase } from '../../connection.ts';
import { isConstraintError } from '../../sqlite-error.ts';

/** `symbolBounds` as JSON, which a statement takes as `:ranges`. */
export function symbolRanges(underlying: string, expiration: string): string {
  return JSON.stringify(symbolBounds(underlying, expiration));
}

/**
 * The symbols of one chain, each found by a search from the one before: the rows in between (thousands of each
 * contract) are skipped. Wants `:ranges`.
 */
export const contractsOfRanges = `
  contract (symbol, high) as (
    select (select symbol from option_contracts
            where symbol >= bounds.value->>0 and symbol < bounds.value->>1 order by symbol limit 1),
      bounds.value->>1
    from json_each(:ranges) as bounds
    union all
    select (select symbol from option_contracts
            where symbol > contract.symbol and symbol < contract.high order by symbol limit 1),
      contract.high
    from contract where contract.symbol is not null
  )`;

/** The listed contracts of a chain as they were at an instant, in the order of `inChainOrder`. */
export function prepareContractsAt(native: NativeDatabase) {
  const rows = native
    .prepare<{ ranges: string; at: number }, ReadRow>(`
    with recursive ${contractsOfRanges}
    select ${readColumns}
    from option_contracts
    where is_listed = 1 and id in (
      select (select id from option_contracts as state
              where state.symbol = contract.symbol and state.timestamp <= :at
              order by state.timestamp desc limit 1)
      from contract where contract.symbol is not null)`)
    .raw();
  return (underlying: string, expiration: string, at: number): OptionQuote[] =>
    rows
      .all({ ranges: symbolRanges(underlying, expiration), at })
      .map(readContract)
      .sort(inChainOrder);
}

const contractColumns = `symbol, underlying, strike, option_type, expiration_date, bid, ask, last_price, volume,
  open_interest, timestamp, created_at, bid_size, ask_size, previous_close, implied_volatility, delta, gamma, theta,
  vega, greeks_source, underlying_price, underlying_price_source, quoted_at, is_listed, traded_at,
  shares_per_contract`;

const replaced = `bid = excluded.bid, ask = excluded.ask, last_price = excluded.last_price, volume = excluded.volume,
  open_interest = excluded.open_interest, created_at = excluded.created_at, bid_size = excluded.bid_size,
  ask_size = excluded.ask_size, previous_close = excluded.previous_close,
  implied_volatility = excluded.implied_volatility, delta = excluded.delta, gamma = excluded.gamma,
  theta = excluded.theta, vega = excluded.vega, greeks_source = excluded.greeks_source,
  underlying_price = excluded.underlying_price, underlying_price_source = excluded.underlying_price_source,
  quoted_at = excluded.quoted_at, is_listed = excluded.is_listed, traded_at = excluded.traded_at,
  shares_per_contract = excluded.shares_per_contract`;

/** Rows of one statement: most of a call's own cost is shared among them, and one that is refused costs few others. */
const batchRows = 16;

/**
 * Writes states of contracts; what a row of the same contract and poll is to become, `onConflict` says. `onRefused` is
 * called with each row that breaks a rule of the database; without it, such a row fails the whole write.
 */
export function prepareContractWrite(native: NativeDatabase, onConflict: 'replace' | 'keep') {
  const insertOf = (rows: number) =>
    native.prepare(`
      insert into option_contracts (${contractColumns})
      values ${new Array(rows).fill(`(${new Array(27).fill('?').join(', ')})`).join(', ')}
      on conflict (symbol, timestamp) do ${onConflict === 'keep' ? 'nothing' : `update set ${replaced}`}`);
  const insertOne = insertOf(1);
  const insertBatch = insertOf(batchRows);

  const writeOneByOne = (rows: readonly ContractRow[], createdAt: number, onRefused?: OnRefused) => {
    for (const row of rows) {
      try {
        insertOne.run(...valuesOf(row, createdAt));
      } catch (error) {
        if (!onRefused || !isConstraintError(error)) throw error;
        onRefused(row, error);
      }
    }
  };

  return (rows: readonly ContractRow[], createdAt: number, onRefused?: OnRefused): void => {
    let start = 0;
    for (; start + batchRows <= rows.length; start += batchRows) {
      const batch = rows.slice(start, start + batchRows);
      try {
        insertBatch.run(...batch.flatMap((row) => valuesOf(row, createdAt)));
      } catch (error) {
        if (!onRefused || !isConstraintError(error)) throw error;
        // The statement has left nothing behind.
        writeOneByOne(batch, createdAt, onRefused);
      }
    }
    writeOneByOne(rows.slice(start), createdAt, onRefused);
  };
}

type OnRefused = (row: ContractRow, error: unknown) => void;

function valuesOf({ poll, contract, isListed }: ContractRow, createdAt: number): unknown[] {
  return [
    contract.symbol,
    poll.underlying,
    contract.strike,
    contract.optionType,
    poll.expiration,
    contract.bid,
    contract.ask,
    contract.last,
    contract.volume,
    contract.openInterest,
    poll.timestamp,
    createdAt,
    contract.bidSize,
    contract.askSize,
    contract.previousClose,
    contract.impliedVolatility,
    contract.delta,
    contract.gamma,
    contract.theta,
    contract.vega,
    contract.greeksSource,
    poll.underlyingPrice,
    poll.underlyingPriceSource,
    contract.quotedAt,
    isListed ? 1 : 0,
    contract.tradedAt,
    contract.sharesPerContract,
  ];
}
