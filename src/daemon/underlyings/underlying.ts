import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import { createPollSource } from '../../sources/poll/poll-source.ts';
import type { UnderlyingSource } from '../../sources/source.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import type { DaemonCore } from '../core.ts';
import { createBarsJob } from '../history/bars-job.ts';
import { lastChainCalls } from '../hand-over.ts';
import type { MarketDays } from '../market-days/market-hours.ts';
import { type OptionHours, optionHours } from '../market-days/option-hours.ts';
import { type GapKeeper, openGapKeeper } from '../recording/gaps/gap-keeper.ts';
import { readLastRun } from '../recording/last-run.ts';
import { createRecorder, type Recorder } from '../recording/recorder.ts';
import { createSpool } from '../recording/spool/spool.ts';
import type { CallsOf } from '../schedule/intervals/fitted-intervals.ts';
import type { PollIntervals, SharedIntervals } from '../schedule/intervals/poll-intervals.ts';
import type { Job } from '../schedule/job.ts';
import { afterScheduled, unlessGivenUp } from '../schedule/yielding-job.ts';
import type { Vendor } from '../vendor.ts';
import { createChainJob } from './chains/chain-job.ts';
import type { Expirations } from './expirations/expirations.ts';
import type { JobContext } from './job-context.ts';
import { recordedJobNames } from './job-names.ts';
import type { LatestQuotes } from './latest-quotes.ts';
import { openMainChain } from './chains/main-chain.ts';
import { type OpenChain, recordedLevels } from './chains/open-chains.ts';
import type { PriceLines } from './price-lines.ts';
import { createQuoteJob } from './quote-job.ts';

/** One recorded symbol with all that belongs to it. */
export interface Underlying {
  readonly symbol: string;
  /** Its nearest chain, with the latest values, the price line and the levels. */
  readonly chain: OpenChain;
  readonly feed: UnderlyingSource;
  /** What should have been recorded and was not. */
  readonly gaps: GapKeeper;
  /** Epoch ms of the last sign of life of the daemon before; `null` if there is none. */
  readonly lastAliveAt: number | null;
  readonly recorder: Recorder;
  /** What its jobs work with, and those of other chains begin from. */
  readonly context: JobContext;
  /** The jobs whose polls are recorded: quote and nearest chain. */
  readonly polls: readonly Job[];
  readonly bars: Job;
  /** Whether the plan gives closing prices only, as its polls have shown. */
  isOnceADay(): boolean;
}

/** The parts of the daemon that a recorded underlying is made from. */
export interface UnderlyingDeps {
  core: DaemonCore;
  hours: MarketDays;
  vendor: Vendor;
  quotes: LatestQuotes;
  expirations: Expirations;
  alerts: AlertEngine;
  lines: PriceLines;
  /** The coverage of one of them shows something new. */
  onCoverage: () => void;
  /** Whether another daemon goes on from here, read when it closes. */
  ending: { isHandedOver: boolean };
}

/** The same, by the hours of its own options. */
type OwnDeps = Omit<UnderlyingDeps, 'hours'> & { hours: OptionHours };

/**
 * Opens an underlying as the run before left it.
 * @param first the one that is shown first; `null` where this is it
 * @throws SpyglassError `database_*`
 */
export async function openUnderlying(
  symbol: string,
  first: Underlying | null,
  given: UnderlyingDeps,
): Promise<Underlying> {
  const deps = { ...given, hours: optionHours({ underlying: symbol }, given.hours) };
  const { core, hours, vendor, quotes, expirations, alerts, lines } = deps;
  const { clock, settings, source, db, bus, health, log } = core;
  const { endpoints, budget, cached, usage } = vendor;
  const jobs = recordedJobNames(symbol, first === null);
  const chain = await openMainChain({ core, symbol, jobs, alerts, hours, quotes, lines });
  const { latest, levels } = chain;
  const pollIntervals = vendor.intervals.ofJobs(jobs, symbol);
  const countCalls = shareBudget(symbol, chain.jobs, first ? 'other' : 'first', vendor.intervals);
  const { gaps, lastAliveAt } = await openGaps(symbol, { pollIntervals, isFirst: first === null }, deps);
  const recorder = openRecorder(symbol, deps, chain, gaps);
  const polled = {
    ...{ symbol, jobs, source, clock, hours, endpoints, budget, cached, db, quotes, health },
    assumptions: () => assumptionsOf(settings, hours.calendar),
  };
  const known = lastChainCalls(core.deps.takesOver, symbol, first === null);
  const feed = createPollSource({ ...polled, pollIntervals, usage }, known);
  const context: JobContext = {
    ...polled,
    ...{
      settings,
      bus,
      latest,
      pollIntervals,
      usage,
      recorder,
      levels,
      alerts,
      gaps,
      feed,
      expirations,
      log,
    },
  };
  const quoteJob = createQuoteJob(context, first?.isOnceADay);
  const chainJob = createChainJob(context);
  countCalls({ quote: quoteJob.calls, chain: chainJob.calls });
  const bars = createBarsJob(context, () => lines.refresh(symbol), quoteJob.onDailyBars);
  return {
    ...{ symbol, chain, feed, gaps, lastAliveAt, recorder, context, isOnceADay: quoteJob.isOnceADay },
    polls: [
      unlessGivenUp(
        quoteJob,
        () => pollIntervals.givenUp('quote'),
        () => gaps.givenUp('quote'),
      ),
      unlessGivenUp(
        chainJob,
        () => pollIntervals.givenUp('chain'),
        () => gaps.givenUp('chain'),
      ),
    ],
    bars: first ? afterScheduled(bars) : bars,
  };
}

/** Takes its jobs into the budget. Returns how to say what their polls take; until then no calls are expected. */
function shareBudget(
  symbol: string,
  jobs: OpenChain['jobs'],
  rank: 'first' | 'other',
  intervals: Pick<SharedIntervals, 'add'>,
): (calls: CallsOf) => void {
  let counted: CallsOf = { quote: () => 0, chain: () => 0 };
  for (const kind of ['quote', 'chain'] as const) {
    intervals.add({ name: jobs[kind], symbol, kind, rank, calls: () => counted[kind]() });
  }
  return (calls) => {
    counted = calls;
  };
}

/** The gap ledger, with what was missed since the daemon ran last. */
async function openGaps(
  symbol: string,
  { pollIntervals, isFirst }: { pollIntervals: PollIntervals; isFirst: boolean },
  { core, hours, vendor, ending, onCoverage }: OwnDeps,
): Promise<Pick<Underlying, 'gaps' | 'lastAliveAt'>> {
  const { deps, clock, startedAt, lifecycle, db, onStoreError } = core;
  const { endpoints } = vendor;
  const lastRun = await readLastRun(db, hours.calendar, symbol, startedAt, isFirst);
  const { lastRecordedAt, knownFrom, lastAliveAt } = lastRun;
  const gaps = await openGapKeeper({
    ...{ underlying: symbol, store: db.gaps, clock, hours, onNews: onCoverage, onStoreError },
    intervalOf: (job) => pollIntervals.of(job).tradingMs ?? 60_000,
    nextSlotAfter: (job, at) => pollIntervals.next(job, at, at).at ?? at,
    ...lastRun,
    isNew: !isFirst && knownFrom !== null && Object.values(lastRecordedAt).every((at) => at === null),
    countsFirstSession: deps.mode !== 'demo',
    continues: Boolean(deps.takesOver),
    downReason: deps.desk?.downReason ?? null,
    isDenied: (job) => job === 'chain' && endpoints.entitlement('optionChain')?.state === 'not-entitled',
  });
  lifecycle.add('gaps', () => gaps.close({ isHandedOver: ending.isHandedOver }));
  return { gaps, lastAliveAt };
}

function openRecorder(
  symbol: string,
  { core, vendor }: OwnDeps,
  chain: OpenChain,
  gaps: GapKeeper,
): Recorder {
  const { deps, clock, log, lifecycle, db, health, onStoreError } = core;
  const spool = deps.spool ? createSpool(deps.spool, `${symbol}.${deps.epoch}`, onStoreError) : null;
  const recorder = createRecorder({
    ...{ quotes: db.quotes, chains: db.chains, clock, health, gaps, spool },
    onRejections: vendor.usage.onRejections,
    levels: recordedLevels(chain),
    onError: onStoreError,
  });
  // Another write went through: what waits may have a chance now.
  vendor.calls.stored.on(recorder.onWritten);
  lifecycle.add('recorder', async () => {
    const { quotes, chains } = await recorder.close();
    if (quotes + chains > 0) log.warn({ quotes, chains }, 'polls that the database did not take are lost');
  });
  return recorder;
}
