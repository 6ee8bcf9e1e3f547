import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { createPollSource } from '../../../sources/poll/poll-source.ts';
import { createLatest } from '../latest.ts';
import type { PriceLines } from '../price-lines.ts';
import { optionHours } from '../../market-days/option-hours.ts';
import type { JobContext } from '../job-context.ts';
import { secondaryJobNames } from '../job-names.ts';
import { nothingRecorded, recordedSoFar, type RecordedSoFar } from '../recorded-levels.ts';
import { retried } from '../../schedule/retried.ts';
import { createLevelsTracker } from '../levels-tracker.ts';
import type { Job, Scheduler } from '../../schedule/job.ts';
import type { GapKeeper } from '../../recording/gaps/gap-keeper.ts';
import { sessionLine } from '../session-line.ts';
import { createSecondaryBarsJob, createSecondaryChainJob, type SecondaryChainJob } from './secondary-jobs.ts';
import type { OpenChain } from '../chains/open-chains.ts';

/** The parts of the daemon that a secondary chain is polled with. */
export interface SecondaryChainDeps {
  /** Of the symbol where it is recorded, else of the first one that is. */
  context: JobContext;
  scheduler: Scheduler;
  lines: PriceLines;
  onStoreError: (error: unknown) => void;
  /** Where the chain is recorded whether or not somebody looks: its gaps, and how its job yields to the others. */
  kept?: { gaps: GapKeeper; yields: (job: Job) => Job } | undefined;
}

/** A chain that a client looks at, and what it costs. */
export interface SecondaryChain extends OpenChain {
  /** Requests that a poll of its chain takes. */
  chainCalls: SecondaryChainJob['calls'];
}

/**
 * Takes up a chain beyond the main one. It reads nothing in this turn, whose answer must not wait: what is recorded of the
 * chain follows as events once the answer has left, then come its polls. A later expiration of a recorded symbol shares its
 * quote and bars.
 */
export function openSecondaryChain(
  subscription: ChainSubscription,
  { context: main, scheduler, lines, onStoreError, kept }: SecondaryChainDeps,
): SecondaryChain {
  const { db, bus, quotes, settings, clock, alerts } = main;
  const isRecorded = subscription.symbol === main.symbol;
  const jobs = secondaryJobNames(subscription, isRecorded ? main.jobs : null);
  const { symbol } = subscription;
  const hours = optionHours({ underlying: symbol }, main.hours);
  const pollIntervals = main.pollIntervals.by(symbol);
  const levels = createLevelsTracker({ subscription, isMain: false, settings, hours, bus, alerts });
  const latest = createLatest({ subscription, chain: null, priceLine: null }, quotes, bus);
  let isOpen = true;
  const refreshLine = () => latest.refreshPriceLine(() => sessionLine(db, hours, symbol, clock.now()));
  const feed = createPollSource({ ...main, symbol, hours, pollIntervals });
  const context: JobContext = { ...main, symbol, hours, pollIntervals, jobs, feed, latest, levels };
  const show = (recorded: RecordedSoFar) => {
    if (!isOpen) return;
    levels.begin(recorded);
    if (recorded.chain) latest.setChain(levels.filled(recorded.chain), 'recorded');
    const points = levels.history();
    if (points.length > 0) bus.emit('levels-history', { symbol, points }, subscription, 'recorded');
    const newest = levels.current();
    if (newest) bus.emit('levels', newest, subscription, 'recorded');
  };
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  // After the answer has left.
  const cancelRead = clock.after(0, async () => {
    await quotes.load([symbol]).catch(onStoreError);
    show(await readRecorded(context, subscription, onStoreError));
    begin();
    await refreshLine().catch(onStoreError);
  });
  const chainJob = createSecondaryChainJob(jobs.chain, subscription, {
    ...{ ...context, begun, keptGaps: kept?.gaps },
  });
  const { yields = (job: Job) => job } = kept ?? {};
  const ends = [
    lines.add(symbol, refreshLine),
    scheduler.add(retried(yields(chainJob), clock)),
    ...(isRecorded
      ? []
      : [scheduler.add(retried(createSecondaryBarsJob(jobs.bars, context, refreshLine), clock))]),
  ];
  return {
    ...{ subscription, latest, levels, jobs, chainCalls: chainJob.calls },
    close() {
      isOpen = false;
      cancelRead();
      begin();
      for (const end of ends) end();
      latest.close();
    },
  };
}

/** What cannot be read is missing, and no reason not to poll. */
async function readRecorded(
  { db, hours, clock }: JobContext,
  subscription: ChainSubscription,
  onStoreError: (error: unknown) => void,
): Promise<RecordedSoFar> {
  const now = clock.now();
  const { symbol, expiration } = subscription;
  try {
    const chain = await (expiration === null
      ? db.chains.latest(symbol, now)
      : db.chains.at(symbol, expiration, now));
    return await recordedSoFar(db, hours, subscription, chain, now);
  } catch (error) {
    onStoreError(error);
    return nothingRecorded;
  }
}
