import { tradeDateOf } from '../../src/market/calendar/trade-date.ts';
import { contractsPerChain, createPolls, pollTimes } from '../store/polls.ts';
import type { BenchStore } from './bench-store.ts';

/** One poll of the filled database. */
export interface FilledPoll {
  expiration: string;
  at: number;
}

const pollMs = 15_000;

/** A row of each contract for each of `$3` more polls, with other prices than the first of the date. */
const moreRows = `
  insert into option_contracts (trade_date, symbol, underlying, strike, option_type, expiration_date, bid, ask, last_price,
    volume, open_interest, timestamp, created_at, bid_size, ask_size, previous_close, implied_volatility, delta, gamma, theta,
    vega, greeks_source, underlying_price, underlying_price_source, quoted_at, is_listed, traded_at, shares_per_contract)
  select trade_date, symbol, underlying, strike, option_type, expiration_date, bid + poll % 50 / 100.0, ask + poll % 50 / 100.0,
    last_price, volume + poll, open_interest, timestamp + poll * ${pollMs}, timestamp + poll * ${pollMs},
    bid_size + poll % 90, ask_size, previous_close, implied_volatility + poll / 100000.0, delta, gamma, theta, vega,
    greeks_source, underlying_price, underlying_price_source, quoted_at + poll * ${pollMs}, 1, traded_at, shares_per_contract
  from generate_series(1, $3::int) as poll cross join option_contracts where trade_date = $1 and timestamp = $2`;

const morePolls = `
  insert into chain_polls (trade_date, underlying, expiration_date, timestamp, contracts, stored, rejected,
    underlying_price, underlying_price_source, tier, source, status, created_at, underlying_price_at, slot_at, adjusted)
  select trade_date, underlying, expiration_date, timestamp + poll * ${pollMs}, contracts, stored, rejected,
    underlying_price, underlying_price_source, tier, source, status, created_at, underlying_price_at, slot_at, adjusted
  from generate_series(1, $3::int) as poll cross join chain_polls where trade_date = $1 and timestamp = $2`;

/** Fills a store with so many option rows, polled every 15 s over as many sessions as it takes. */
export async function fillStore({ db, connection }: BenchStore, rows: number): Promise<FilledPoll[]> {
  const poll = createPolls('fill');
  const polls: FilledPoll[] = [];
  let firstOfDay = null as FilledPoll | null;
  let since = 0;
  const fillDay = async () => {
    if (!firstOfDay) return;
    const values = [tradeDateOf(firstOfDay.at), firstOfDay.at, polls.length - since - 1];
    // A part of the day at a time, within the time that a statement may take.
    await connection.transaction(async (sql) => {
      await sql.run('set local statement_timeout = 0');
      await sql.run(moreRows, values);
      await sql.run(morePolls, values);
    });
  };
  for (const { expiration, at } of pollTimes('2026-08-03', pollMs / 1000)) {
    if (polls.length * contractsPerChain >= rows) break;
    if (expiration !== firstOfDay?.expiration) {
      await fillDay();
      since = polls.length;
      firstOfDay = { expiration, at };
      await db.chains.record(poll(expiration, at));
    }
    polls.push({ expiration, at });
  }
  await fillDay();
  await connection.run('analyze');
  return polls;
}
