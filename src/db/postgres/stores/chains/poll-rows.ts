import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { ContractCells, PollRows } from '../../../../recordings/poll-rows.ts';
import type { Sql } from '../../connection/sql.ts';

// A poll's rows were written together: by the index on their time they are read from few pages.
const storedAt = `
  select symbol, option_type, strike, bid, ask, bid_size, ask_size, last_price, traded_at, previous_close, volume,
    open_interest, implied_volatility, delta, gamma, theta, vega, greeks_source, quoted_at, shares_per_contract, is_listed
  from option_contracts
  where trade_date = $1 and timestamp = $2 and underlying = $3 and expiration_date = $4
  order by symbol`;

/** What each poll stored, from the partition of its trade date. */
export function createPollRows(sql: Sql): PollRows {
  return {
    stored: ({ underlying, expiration, timestamp }) =>
      sql.rows<ContractCells>(storedAt, [tradeDateOf(timestamp), timestamp, underlying, expiration]),
  };
}
