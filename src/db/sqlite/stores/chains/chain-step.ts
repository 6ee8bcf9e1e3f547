import type { Chain, OptionQuote } from '../../../../market/quotes/chain.ts';
import { contractsAfter } from '../../../rows/chain-changes.ts';
import { type PollRow, readColumns, readContract, type ReadRow } from '../../../rows/contract-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

type StoredRow = [...ReadRow, isListed: 0 | 1];

/**
 * What a poll stored, put into the chain of the poll before it. A poll stores every contract that changed, appeared or
 * disappeared, so that its rows are all there is to read.
 */
export function prepareChainStep(native: NativeDatabase) {
  const rows = native
    .prepare<{ underlying: string; expiration: string; timestamp: number }, StoredRow>(`
    select ${readColumns}, is_listed
    from option_contracts indexed by idx_option_contracts_timestamp
    where timestamp = :timestamp and underlying = :underlying and expiration_date = :expiration`)
    .raw();

  return (before: Pick<Chain, 'contracts'>, poll: PollRow): Chain => {
    const { underlying, expiration, timestamp } = poll;
    const changed = new Map<string, OptionQuote | null>();
    for (const row of rows.all({ underlying, expiration, timestamp })) {
      changed.set(row[0], row[20] === 1 ? readContract(row) : null);
    }
    return { ...poll, contracts: contractsAfter(before.contracts, changed) };
  };
}
