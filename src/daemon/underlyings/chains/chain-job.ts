import { pollChain } from './poll-chain.ts';
import { onceADay } from '../../schedule/once-a-day.ts';
import type { Job } from '../../schedule/job.ts';
import { UpstreamError } from '../../../sources/polygon/http/upstream-error.ts';
import type { JobContext } from '../job-context.ts';
import { fetchNearest } from './nearest-chain.ts';

/** When more rows than this share are rejected, the picture has holes that a person should know of. */
const tolerableRefusals = 0.05;

/** The job that polls a recorded underlying's chain. */
export interface ChainJob extends Job {
  /** Requests that a poll takes, as the last one did; 0 where the plan has no chains. */
  calls(): number;
}

/** The underlying's nearest chain, which is always recorded: 0-DTE where one expires today. */
export function createChainJob(context: JobContext): ChainJob {
  const { chains } = context.feed;
  const rowsSubject = context.jobs.chain.replace('chain', 'chain rows');
  return {
    name: context.jobs.chain,
    runsAtStart: true,
    calls: () => (context.endpoints.isWorthAsking('optionChain', false) ? chains.calls() : 0),
    next(now, after) {
      if (chains.isEntitled()) return context.pollIntervals.next('chain', now, after);
      return onceADay(context.hours, after, 'this plan has no option prices');
    },
    onMissed: (from, to, reason) => context.gaps.missed('chain', from, to, reason),
    async run(request) {
      const { clock, hours, latest, pollIntervals, recorder, levels, health } = context;
      const now = clock.now();
      // The slot after the last one of trading is far off: measured by it, the body of the minute before would do.
      const intervalMs = hours.calendar.phaseAt(now).areOptionsOpen
        ? pollIntervals.of('chain').tradingMs
        : pollIntervals.next('chain', now, now).intervalMs;
      const chain = await fetchNearest(context, request, (expiration) =>
        pollChain(context, expiration, request, intervalMs),
      );
      // Given up meanwhile: the slot is another run's.
      request.signal.throwIfAborted();
      const total = chain.contracts.length + chain.rejectedRows;
      if (chain.rejectedRows > total * tolerableRefusals) {
        const message = `${chain.rejectedRows} of the chain's ${total} rows make no sense and were left out.`;
        health.raise(rowsSubject, new UpstreamError('malformed', message));
      } else health.clear(rowsSubject);
      recorder.chain(chain);
      latest.setChain(levels.filled(chain));
      levels.show(chain);
      return `${chain.contracts.length} contracts of ${chain.expiration}`;
    },
  };
}
