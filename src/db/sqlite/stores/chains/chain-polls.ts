import { pollStatus } from '../../../rows/chain-changes.ts';
import type { PollRow } from '../../../rows/contract-rows.ts';
import { pollColumns } from '../../../rows/poll-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

/**
 * Rows of `option_contracts`, as the sum of what each poll stored: tens of thousands of polls instead of millions of
 * rows, which took 5 s to count on a cold disk. Exact but while retention is at work.
 */
export const contractRowsTotal = 'select coalesce(sum(stored), 0) from chain_polls';

/** The statements over `chain_polls`, each one search in its unique index. */
export function preparePolls(native: NativeDatabase) {
  const upTo = native.prepare<[string, string, number], PollRow>(`
    select ${pollColumns} from chain_polls
    where underlying = ? and expiration_date = ? and timestamp <= ? order by timestamp desc limit 1`);
  const after = native.prepare<[string, string, number], PollRow>(`
    select ${pollColumns} from chain_polls
    where underlying = ? and expiration_date = ? and timestamp > ? order by timestamp limit 1`);
  const instants = native
    .prepare<[string, string, number, number], number>(`
      select timestamp from chain_polls
      where underlying = ? and expiration_date = ? and timestamp >= ? and timestamp <= ? order by timestamp`)
    .pluck();
  const expirations = native
    .prepare<{ underlying: string }, string>(`
      with recursive expiration (date) as (
        select min(expiration_date) from chain_polls where underlying = :underlying
        union all
        select (select min(expiration_date) from chain_polls
                where underlying = :underlying and expiration_date > expiration.date)
        from expiration where expiration.date is not null)
      select date from expiration where date is not null`)
    .pluck();
  const recount = native.prepare<{ underlying: string; expiration: string; timestamp: number }>(`
    update chain_polls set stored = (
      select count(*) from option_contracts indexed by idx_option_contracts_timestamp
      where timestamp = :timestamp and underlying = :underlying and expiration_date = :expiration)
    where underlying = :underlying and expiration_date = :expiration and timestamp = :timestamp`);
  // An answer that is read again, from the cache, stays the one of its slot.
  const insert = native.prepare(`
    insert into chain_polls (underlying, expiration_date, timestamp, contracts, stored, rejected, underlying_price,
      underlying_price_source, tier, source, status, created_at, underlying_price_at, slot_at, adjusted)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (underlying, expiration_date, timestamp) do update set contracts = excluded.contracts,
      stored = excluded.stored, rejected = excluded.rejected, underlying_price = excluded.underlying_price,
      underlying_price_source = excluded.underlying_price_source, tier = excluded.tier, source = excluded.source,
      status = excluded.status, created_at = excluded.created_at,
      underlying_price_at = excluded.underlying_price_at,
      slot_at = coalesce(chain_polls.slot_at, excluded.slot_at), adjusted = excluded.adjusted`);

  return {
    /** The last poll of a chain up to an instant. */
    upTo: (underlying: string, expiration: string, at: number) =>
      upTo.get(underlying, expiration, at) ?? null,
    /** The first poll of a chain after an instant. */
    after: (underlying: string, expiration: string, at: number) =>
      after.get(underlying, expiration, at) ?? null,
    /** Instants of the polls of a chain, oldest first. */
    instants: (underlying: string, expiration: string, from: number, to: number): number[] =>
      instants.all(underlying, expiration, from, to),
    expirations: (underlying: string): string[] => expirations.all({ underlying }),
    /** Sets what a poll stored to the rows there are, after rows were added to it. */
    recount: ({ underlying, expiration, timestamp }: PollRow) => {
      recount.run({ underlying, expiration, timestamp });
    },
    write(poll: PollRow, contracts: number, stored: number, createdAt: number) {
      insert.run(
        poll.underlying,
        poll.expiration,
        poll.timestamp,
        contracts,
        stored,
        poll.rejectedRows,
        poll.underlyingPrice,
        poll.underlyingPriceSource,
        poll.tier,
        poll.source,
        pollStatus(poll, contracts),
        createdAt,
        poll.underlyingPriceAt,
        poll.slotAt,
        poll.adjustedRows,
      );
    },
  };
}
