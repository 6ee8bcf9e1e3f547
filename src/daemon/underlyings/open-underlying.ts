import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import { createLatest } from './latest.ts';
import type { JobContext } from '../jobs/job-context.ts';
import { retried } from '../schedule/retried.ts';
import { createLevelsTracker } from './levels-tracker.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import { sessionLine } from './session-line.ts';
import { createViewBarsJob, createViewChainJob, type ViewChainJob } from './secondary-jobs.ts';
import type { OpenView } from './subscriptions.ts';

export interface OpenViewDeps {
  /** Of the main symbol. */
  context: JobContext;
  scheduler: () => Scheduler;
  onStoreError: (error: unknown) => void;
}

/** A subscription and what it costs. */
export interface PolledView extends OpenView {
  /** Requests that a poll of its chain takes. */
  chainCalls: ViewChainJob['calls'];
}

/**
 * Takes up a subscription: what is recorded of it is there at once, its polls begin, and its line follows. A subscription of the main
 * symbol's later expirations shares its quote and bars.
 */
export function openView(
  subscription: ChainSubscription,
  { context: main, scheduler, onStoreError }: OpenViewDeps,
): PolledView {
  const { db, bus, hours, quotes, settings, clock, usage, alerts } = main;
  const isMainSymbol = subscription.symbol === main.symbol;
  const named =
    subscription.expiration === null
      ? subscription.symbol
      : `${subscription.symbol} ${subscription.expiration}`;
  const jobs = {
    quote: isMainSymbol ? 'quote' : 'watch',
    chain: `chain ${named}`,
    bars: isMainSymbol ? 'bars' : `bars ${named}`,
  };
  const now = clock.now();
  const { symbol, expiration } = subscription;
  const lastChain = read(
    () => (expiration === null ? db.chains.latest(symbol, now) : db.chains.at(symbol, expiration, now)),
    onStoreError,
  );
  const levels = createLevelsTracker({
    ...{ subscription, isMain: false, settings, hours, db, bus, alerts, lastChain, now, onStoreError },
    onRefusals: usage.onRefusals,
  });
  const chain = lastChain && levels.filled(lastChain);
  const book = createLatest({ subscription, chain, priceLine: null }, quotes, bus);
  let isOpen = true;
  const refreshLine = async () => {
    const line = await sessionLine(db, hours, subscription.symbol, clock.now());
    if (isOpen) book.setPriceLine(line);
  };
  const context: JobContext = { ...main, symbol: subscription.symbol, book, levels };
  const chainJob = createViewChainJob(jobs.chain, subscription, () => context);
  const ends = [
    scheduler().add(retried(chainJob, clock)),
    ...(isMainSymbol
      ? []
      : [scheduler().add(retried(createViewBarsJob(jobs.bars, context, refreshLine), clock))]),
  ];
  void refreshLine().catch(onStoreError);
  return {
    ...{ subscription, book, levels, jobs, chainCalls: chainJob.calls, refreshLine },
    close() {
      isOpen = false;
      for (const end of ends) end();
      book.close();
    },
  };
}

/** What cannot be read is missing, and no reason not to poll. */
function read<T>(what: () => T, onStoreError: (error: unknown) => void): T | null {
  try {
    return what();
  } catch (error) {
    onStoreError(error);
    return null;
  }
}
