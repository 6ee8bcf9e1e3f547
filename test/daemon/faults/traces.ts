import type { ExecutionContext } from 'ava';
import type { FaultName } from '../../../src/simulator/faults.ts';
import type { PolledDaemon } from '../polled-daemon.ts';

/** What a fault leaves in the recording and in what the daemon says of it, beyond what holds of every fault. */
export const faultTraces: Partial<
  Record<FaultName, (t: ExecutionContext, running: PolledDaemon) => Promise<void>>
> = {
  async 'adjusted-contracts'(t, { database, link }) {
    const poll = database
      .prepare(
        'select contracts, rejected, adjusted, status from chain_polls order by timestamp desc limit 1',
      )
      .get() as { contracts: number };
    t.like(poll, { rejected: 0, adjusted: 41, status: 'complete' });
    t.true(poll.contracts > 150);
    const others = database
      .prepare(
        "select count(*) from option_contracts where symbol like 'SPY1%' or shares_per_contract <> 100",
      )
      .pluck();
    t.is(others.get(), 0);
    t.is((await link.request('usage.get', {})).rejectedRows.count, 0);
  },
};
