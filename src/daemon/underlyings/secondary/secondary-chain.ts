import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { createPollSource } from '../../../sources/poll/poll-source.ts';
import { createLatest } from '../latest.ts';
import type { PriceLines } from '../price-lines.ts';
import type { JobContext } from '../job-context.ts';
import { retried } from '../../schedule/retried.ts';
import { createLevelsTracker } from '../levels-tracker.ts';
import type { Scheduler } from '../../schedule/job.ts';
import { sessionLine } from '../session-line.ts';
import { createSecondaryBarsJob, createSecondaryChainJob, type SecondaryChainJob } from './secondary-jobs.ts';
import type { OpenChain } from '../chains/open-chains.ts';

/** The parts of the daemon that a secondary chain is polled with. */
export interface SecondaryChainDeps {
  /** Of the main symbol. */
  context: JobContext;
  scheduler: Scheduler;
  lines: PriceLines;
  onStoreError: (error: unknown) => void;
}

/** A chain that a client looks at, and what it costs. */
export interface SecondaryChain extends OpenChain {
  /** Requests that a poll of its chain takes. */
  chainCalls: SecondaryChainJob['calls'];
}

/**
 * Takes up a chain beyond the main one: what is recorded of it is there at once, its polls begin, and its line follows. A later
 * expiration of the main symbol shares its quote and bars.
 */
export function openSecondaryChain(
  subscription: ChainSubscription,
  { context: main, scheduler, lines, onStoreError }: SecondaryChainDeps,
): SecondaryChain {
  const { db, bus, hours, quotes, settings, clock, alerts } = main;
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
  });
  const chain = lastChain && levels.filled(lastChain);
  const latest = createLatest({ subscription, chain, priceLine: null }, quotes, bus);
  let isOpen = true;
  const refreshLine = async () => {
    const line = await sessionLine(db, hours, subscription.symbol, clock.now());
    if (isOpen) latest.setPriceLine(line);
  };
  const feed = createPollSource({ ...main, symbol });
  const context: JobContext = { ...main, symbol, feed, latest, levels };
  const chainJob = createSecondaryChainJob(jobs.chain, subscription, context);
  const ends = [
    lines.add(symbol, refreshLine),
    scheduler.add(retried(chainJob, clock)),
    ...(isMainSymbol
      ? []
      : [scheduler.add(retried(createSecondaryBarsJob(jobs.bars, context, refreshLine), clock))]),
  ];
  void refreshLine().catch(onStoreError);
  return {
    ...{ subscription, latest, levels, jobs, chainCalls: chainJob.calls },
    close() {
      isOpen = false;
      for (const end of ends) end();
      latest.close();
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
