import { createArchiveJob } from '../archive/archive-job.ts';
import type { Archiver } from '../archive/archiver.ts';
import type { DaemonCore } from '../core.ts';
import { createHolidaysJob } from '../market-days/holidays-job.ts';
import type { Market } from '../market-days/market.ts';
import { createMarketStatusJob } from '../market-days/market-status-job.ts';
import { createHousekeepingJob } from '../recording/housekeeping-job.ts';
import type { Pruner } from '../recording/pruner.ts';
import type { Expirations } from '../underlyings/expirations/expirations.ts';
import { createLaterChains, type LaterChains } from '../underlyings/later-chains.ts';
import { createSecondaryPolling, type SecondaryPolling } from '../underlyings/secondary/secondary-polling.ts';
import type { PriceLines } from '../underlyings/price-lines.ts';
import type { RecordedUnderlyings } from '../underlyings/recorded-underlyings.ts';
import type { Vendor } from '../vendor.ts';
import type { Job, Scheduler } from './job.ts';
import { retried } from './retried.ts';
import { outcomesOf } from './run-outcome.ts';
import { runPatience } from './run-patience.ts';
import { startScheduler } from './scheduler.ts';

/** The planned jobs of a daemon. */
export interface Schedule {
  readonly scheduler: ReturnType<typeof startScheduler>;
  readonly secondary: SecondaryPolling;
  /** Later expirations that are recorded; none until `configure`. */
  readonly later: LaterChains;
  /** Whether runs have begun. */
  hasBegun(): boolean;
  /** Lets the runs begin. */
  begin(): void;
}

/** The parts of the daemon whose jobs are scheduled. */
export interface ScheduleDeps {
  core: DaemonCore;
  market: Market;
  vendor: Vendor;
  underlyings: RecordedUnderlyings;
  expirations: Expirations;
  lines: PriceLines;
  pruner: Pruner;
  archiver: Archiver;
}

/** Plans the jobs of the underlyings, of the market's days and of the recording. Nothing runs until `begin`. */
export function openSchedule(deps: ScheduleDeps): Schedule {
  const { core, market, vendor, underlyings, lines } = deps;
  const { clock, settings, lifecycle, bus, health, log, onStoreError } = core;
  const { takesOver } = core.deps;
  const { budget } = vendor;
  const jobs = jobsOf(deps).map((job) => retried(job, clock));
  const { ledger } = underlyings;
  const begin = Promise.withResolvers<void>();
  lifecycle.signal.addEventListener('abort', () => begin.resolve(), { once: true });
  const scheduler = startScheduler({
    ...{ jobs, clock, log },
    signal: lifecycle.signal,
    ready: begin.promise,
    ...(takesOver && { continues: takesOver.jobs }),
    patienceMs: runPatience(settings, clock, (job) => ledger.runOf(job) !== null),
    refusal: clock.problem,
    isHeldUp: () => budget.free('scheduled') === 0,
    onChange: (states) => bus.emit('job', states),
    onOutcome: outcomesOf(core, ledger, ownProblems(jobs)),
  });
  market.changed.on(scheduler.replan);
  const secondary = createSecondaryPolling({
    ...{ settings, scheduler, lines, onStoreError },
    recorded: underlyings.all,
    later: () => later.all(),
    onUnwatched: () => health.clear('watch'),
  });
  vendor.intervals.count(secondary.calls);
  const later = openLater(deps, scheduler, secondary);
  let hasBegun = false;
  return {
    ...{ scheduler, secondary, later },
    hasBegun: () => hasBegun,
    begin() {
      hasBegun = true;
      begin.resolve();
    },
  };
}

/**
 * Jobs whose failures are problems. The watch list is one of the settings; what is wrong with the archive the archiver
 * says, since that outlasts a run.
 */
const ownProblems = (jobs: readonly Job[]): string[] => [
  ...jobs.map(({ name }) => name).filter((name) => name !== 'archive'),
  'watch',
];

/** They follow what changes the days that expire: the phase, what the API lists, the settings. */
function openLater(
  { core, vendor, underlyings, expirations, lines }: ScheduleDeps,
  scheduler: Scheduler,
  secondary: SecondaryPolling,
): LaterChains {
  const { bus, settings, deps, onStoreError } = core;
  const later = createLaterChains({
    ...{ underlyings, settings, expirations, scheduler, lines, onStoreError },
    intervals: vendor.intervals,
    isLookedAt: secondary.chains.isLookedAt,
    onCoverage: () => bus.emit('gap', underlyings.ledger.coverage()),
    countsFirstSession: deps.mode !== 'demo',
    continues: Boolean(deps.takesOver),
    downReason: deps.desk?.downReason ?? null,
  });
  const configure = () => void later.configure();
  bus.on('phase', configure);
  bus.on('expirations', configure);
  return later;
}

function jobsOf({ core, market, underlyings, pruner, archiver }: ScheduleDeps) {
  const context = { ...underlyings.first.context, hours: market.hours };
  // A closed exchange concerns the gaps of all.
  const gaps = { ...context.gaps, suspended: underlyings.ledger.suspended };
  return [
    ...underlyings.jobs,
    createHolidaysJob(context, market.changed),
    createMarketStatusJob({ ...context, gaps }, market.changed),
    createHousekeepingJob(context, pruner),
    createArchiveJob({ ...core, archiver, hours: market.hours }),
  ];
}
