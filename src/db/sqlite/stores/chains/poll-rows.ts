import type { ExpirationPoll } from '../../../../recordings/chains.ts';
import type { ContractCells, PollRows } from '../../../../recordings/poll-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

export function createPollRows(native: NativeDatabase): PollRows {
  // A poll's rows were written together: by this index they are read from few pages, whatever the size of the table.
  const stored = native
    .prepare<[ExpirationPoll & { underlying: string }], ContractCells>(`
      select symbol, option_type, strike, bid, ask, bid_size, ask_size, last_price, traded_at, previous_close, volume,
        open_interest, implied_volatility, delta, gamma, theta, vega, greeks_source, quoted_at, shares_per_contract, is_listed
      from option_contracts indexed by idx_option_contracts_timestamp
      where timestamp = :timestamp and underlying = :underlying and expiration_date = :expiration
      order by symbol`)
    .raw();
  return {
    stored: async ({ underlying, expiration, timestamp }) =>
      stored.all({ underlying, expiration, timestamp }),
  };
}
