import { chainTimes } from '../../../market/products/series-times.ts';
import { pollChain } from '../chains/poll-chain.ts';
import { steadyTime } from '../../../base/steady-time.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { createBarsJob } from '../../history/bars-job.ts';
import { fetchMinutesOfToday } from '../../history/fetch-bars.ts';
import type { JobContext } from '../job-context.ts';
import type { GapKeeper } from '../../recording/gaps/gap-keeper.ts';
import { fetchNearest } from '../chains/nearest-chain.ts';
import { onceADay } from '../../schedule/once-a-day.ts';
import type { Job } from '../../schedule/job.ts';
import type { PollRequest } from '../../../sources/request.ts';
import { UpstreamError } from '../../../sources/polygon/http/upstream-error.ts';
import { recordedLevels } from '../chains/open-chains.ts';

/** A date that the exchange does not list is hardly listed a minute later. */
const missingPauseMs = 15 * 60_000;

/** The job that polls the chain of a client's subscription. */
export interface SecondaryChainJob extends Job {
  /** Requests that a poll takes. */
  calls(): number;
}

/** Slots come after what is always recorded; a refresh that somebody asked for does not. */
const secondary = (request: PollRequest): PollRequest =>
  request.priority === 'user' ? request : { ...request, priority: 'secondary' };

/** What the job of a secondary chain works with. */
export interface SecondaryChainContext extends JobContext {
  /** Resolves when what is recorded of the chain has been read: its levels go on from there. */
  begun: Promise<void>;
  /** Where the chain is recorded whether or not somebody looks: its gaps. Its slots are those of a recorded job then. */
  keptGaps?: GapKeeper | undefined;
}

/** Polls the chain of a subscription for as long as somebody looks at it, or a later expiration that is recorded. */
export function createSecondaryChainJob(
  name: string,
  subscription: ChainSubscription,
  context: SecondaryChainContext,
): SecondaryChainJob {
  const { chains } = context.feed;
  let hasRun = false;
  const time = steadyTime(context.clock);
  let missingSince: number | null = null;

  const fetch = (request: PollRequest, intervalMs: number | null) =>
    subscription.expiration === null
      ? fetchNearest(context, request, (nearest) => pollChain(context, nearest, request, intervalMs))
      : pollChain(context, subscription.expiration, request, intervalMs);
  const isOver = (now: number) => {
    const { symbol, expiration } = subscription;
    const times = expiration === null ? null : chainTimes(symbol, expiration, context.hours.calendar);
    return times !== null && now >= times.tradingEnd;
  };

  const recorded = recordedLevels(context);
  const { keptGaps } = context;
  const polled = keptGaps ? 'main' : 'secondary';
  const ofSlot = keptGaps ? (given: PollRequest) => given : secondary;

  return {
    name,
    ...(keptGaps && { onMissed: (from, to, reason) => keptGaps.missed('chain', from, to, reason) }),
    runsAtStart: true,
    calls: chains.calls,
    next(now, after) {
      const { pollIntervals, hours } = context;
      if (isOver(now)) return { at: null, intervalMs: null, reason: 'these options have expired' };
      if (!chains.isEntitled()) return onceADay(hours, after, 'this plan has no option prices');
      const from =
        missingSince === null ? after : Math.max(after, time.onClock(missingSince) + missingPauseMs);
      return pollIntervals.next('chain', now, from, polled);
    },
    async run(given) {
      // Also what is listed of a symbol is asked by its price.
      await context.begun;
      const { clock, latest, pollIntervals, recorder, levels } = context;
      const now = clock.now();
      const isFirst = !hasRun && !keptGaps;
      hasRun = true;
      const { intervalMs } = pollIntervals.next('chain', now, now, polled);
      try {
        const chain = await (isFirst
          ? firstChain((request) => fetch(request, intervalMs), given)
          : fetch(ofSlot(given), intervalMs));
        // Given up meanwhile: the slot is another run's.
        given.signal.throwIfAborted();
        missingSince = null;
        recorder.secondary.chain(chain, recorded);
        keptGaps?.recorded('chain');
        latest.setChain(levels.filled(chain));
        levels.show(chain);
        return `${chain.contracts.length} contracts of ${subscription.symbol} ${chain.expiration}`;
      } catch (error) {
        const isMissing = error instanceof UpstreamError && error.failure === 'not-found';
        missingSince = isMissing ? time.now() : null;
        throw isMissing && subscription.expiration !== null
          ? new UpstreamError(
              'not-found',
              `The API lists no ${subscription.symbol} contracts of ${subscription.expiration}.`,
              {
                cause: error,
              },
            )
          : error;
      }
    },
  };
}

/** Whoever has just turned to it waits for a picture; where the calls kept back for that do not do, it takes its turn. */
async function firstChain(
  fetch: (request: PollRequest) => Promise<Chain>,
  given: PollRequest,
): Promise<Chain> {
  try {
    return await fetch({ ...given, priority: 'user' });
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.failure !== 'budget' || given.signal.aborted) throw error;
    return await fetch({ ...given, priority: 'secondary' });
  }
}

/** A plan with fewer calls a minute than this has none to spare for weeks of bars. */
const minCallsForHistory = 20;

/** The bars of a subscription's symbol: today's minutes for its line, and the weeks before where the plan has the calls. */
export function createSecondaryBarsJob(
  name: string,
  context: JobContext,
  refreshLine: () => Promise<void>,
): Job {
  const whole = createBarsJob(context, refreshLine);
  return {
    ...whole,
    name,
    async run(given, runNow) {
      const request = secondary(given);
      if (context.budget.state().callsPerMinute >= minCallsForHistory)
        return await whole.run(request, runNow);
      try {
        return `${await fetchMinutesOfToday(context, request)} bars`;
      } finally {
        await refreshLine();
      }
    },
  };
}
