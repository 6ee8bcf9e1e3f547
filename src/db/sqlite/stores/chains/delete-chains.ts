import type { NativeDatabase } from '../../connection.ts';
import type { Chunks } from '../../retention-chunks.ts';
import { type ChainCut, chainsToCut, supersededPolls, supersededRows } from './chain-cuts.ts';
import { contractsOfRanges, symbolRanges } from './chain-rows.ts';

type Key = { underlying: string; expiration: string };

/**
 * Removes what retention takes of the chains; gives the polls and rows that went. Polls go first: a chain without a poll
 * is not there, while one with half its rows would be wrong.
 * @param forget called with each chain whose rows go, so that no later poll is compared with them
 */
export async function deleteChains(
  native: NativeDatabase,
  cutoffOf: (underlying: string) => number,
  chunks: Chunks,
  forget: (underlying: string, expiration: string) => void,
): Promise<{ polls: number; rows: number }> {
  const removals = prepareRemovals(native);
  let polls = 0;
  let rows = 0;
  for (const { underlying, expiration, kind, cutoff } of chainsToCut(native, cutoffOf)) {
    if (chunks.isStopped()) break;
    const chain = { underlying, expiration };
    if (kind === 'expired') {
      const forgotten = (remove: typeof removals.expiredPolls) => (size: number) => {
        forget(underlying, expiration);
        return remove.run({ ...chain, size }).changes;
      };
      polls += await chunks.run(forgotten(removals.expiredPolls));
      rows += await chunks.run(forgotten(removals.expiredRows));
    } else {
      const ranges = symbolRanges(underlying, expiration);
      polls += await chunks.run((size) => removals.oldPolls.run({ ...chain, cutoff, size }).changes);
      rows += await chunks.run((size) => removals.oldRows.run({ ranges, cutoff, size }).changes);
      await chunks.once(() => void removals.countBefore.run({ ...chain, ranges, cutoff }));
    }
  }
  return { polls, rows };
}

function prepareRemovals(native: NativeDatabase) {
  return {
    expiredPolls: native.prepare<Key & { size: number }>(`
      delete from chain_polls where id in (
        select id from chain_polls where underlying = :underlying and expiration_date = :expiration limit :size)`),
    oldPolls: native.prepare<Key & { cutoff: number; size: number }>(
      `delete from chain_polls where id in (select id ${supersededPolls} limit :size)`,
    ),
    // By this index the rows come in the order they were written, and lie together.
    expiredRows: native.prepare<Key & { size: number }>(`
      delete from option_contracts where id in (
        select id from option_contracts indexed by idx_option_contracts_underlying_expiration_date
        where underlying = :underlying and expiration_date = :expiration limit :size)`),
    oldRows: native.prepare<{ ranges: string; cutoff: number; size: number }>(
      `delete from option_contracts where id in (select id from (${supersededRows}) limit :size)`,
    ),
    // The rows that still hold from before the cutoff are the first poll's now.
    countBefore: native.prepare<Omit<ChainCut, 'kind'> & { ranges: string }>(`
      with recursive ${contractsOfRanges}
      update chain_polls set stored = (
        select coalesce(sum((select count(*) from option_contracts as state
                             where state.symbol = contract.symbol and state.timestamp <= chain_polls.timestamp)), 0)
        from contract where contract.symbol is not null)
      where underlying = :underlying and expiration_date = :expiration and timestamp = (
        select min(timestamp) from chain_polls
        where underlying = :underlying and expiration_date = :expiration and timestamp <= :cutoff)`),
  };
}
