import type { View } from '../../protocol/chain-subscription.ts';
import { createBook } from './latest.ts';
import type { JobContext } from '../jobs/job-context.ts';
import { retried } from '../schedule/retried.ts';
import { createLevelsBook } from './levels-tracker.ts';
import type { Poller } from '../schedule/scheduler.ts';
import { sessionLine } from './session-line.ts';
import { createViewBarsJob, createViewChainJob, type ViewChainJob } from './secondary-jobs.ts';
import type { OpenView } from './subscriptions.ts';

export interface OpenViewDeps {
  /** Of the main symbol. */
  context: JobContext;
  poller: () => Poller;
  onStoreError: (error: unknown) => void;
}

/** A view and what it costs. */
export interface PolledView extends OpenView {
  /** Requests that a poll of its chain takes. */
  chainCalls: ViewChainJob['calls'];
}

/**
 * Takes up a view: what is recorded of it is there at once, its polls begin, and its line follows. A view of the main
 * symbol's later expirations shares its quote and bars.
 */
export function openView(view: View, { context: main, poller, onStoreError }: OpenViewDeps): PolledView {
  const { db, bus, hours, quotes, settings, clock, usage } = main;
  const isMainSymbol = view.symbol === main.symbol;
  const named = view.expiration === null ? view.symbol : `${view.symbol} ${view.expiration}`;
  const jobs = {
    quote: isMainSymbol ? 'quote' : 'watch',
    chain: `chain ${named}`,
    bars: isMainSymbol ? 'bars' : `bars ${named}`,
  };
  const now = clock.now();
  const expiration = view.expiration ?? undefined;
  const lastChain = read(() => db.chains.latest(view.symbol, expiration), onStoreError);
  const levels = createLevelsBook({
    ...{ view, isMain: false, settings, hours, db, bus, lastChain, now, onStoreError },
    onRefusals: usage.onRefusals,
  });
  const chain = lastChain && levels.filled(lastChain);
  const book = createBook({ view, chain, intraday: null }, quotes, bus);
  let isOpen = true;
  const refreshLine = async () => {
    const line = await sessionLine(db, hours, view.symbol, clock.now());
    if (isOpen) book.setIntraday(line);
  };
  const context: JobContext = { ...main, symbol: view.symbol, book, levels };
  const chainJob = createViewChainJob(jobs.chain, view, () => context);
  const ends = [
    poller().add(retried(chainJob, clock)),
    ...(isMainSymbol
      ? []
      : [poller().add(retried(createViewBarsJob(jobs.bars, context, refreshLine), clock))]),
  ];
  void refreshLine().catch(onStoreError);
  return {
    ...{ view, book, levels, jobs, chainCalls: chainJob.calls, refreshLine },
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
