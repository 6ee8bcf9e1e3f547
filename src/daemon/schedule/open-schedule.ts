import type { DaemonCore } from '../core.ts';
import { createHolidaysJob } from '../market-days/holidays-job.ts';
import type { Market } from '../market-days/market.ts';
import { createMarketStatusJob } from '../market-days/market-status-job.ts';
import { createHousekeepingJob } from '../recording/housekeeping-job.ts';
import type { Pruner } from '../recording/pruner.ts';
import { createSecondaryPolling, type SecondaryPolling } from '../underlyings/secondary/secondary-polling.ts';
import type { PriceLines } from '../underlyings/price-lines.ts';
import type { RecordedUnderlyings } from '../underlyings/recorded-underlyings.ts';
import type { Vendor } from '../vendor.ts';
import { retried } from './retried.ts';
import { outcomesOf } from './run-outcome.ts';
import { runPatience } from './run-patience.ts';
import { startScheduler } from './scheduler.ts';

/** The planned jobs of a daemon. */
export interface Schedule {
  readonly scheduler: ReturnType<typeof startScheduler>;
  readonly secondary: SecondaryPolling;
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
  lines: PriceLines;
  pruner: Pruner;
}

/** Plans the jobs of the underlyings, of the market's days and of the recording. Nothing runs until `begin`. */
export function openSchedule(deps: ScheduleDeps): Schedule {
  const { core, market, vendor, underlyings, lines } = deps;
  const { clock, settings, lifecycle, bus, health, log, onStoreError } = core;
  const { takesOver } = core.deps;
  const { budget } = vendor;
  const jobs = jobsOf(deps).map((job) => retried(job, clock));
  const recordedNames = underlyings.all.flatMap(({ polls }) => polls.map(({ name }) => name));
  const isRecorded = (job: string) => recordedNames.includes(job);
  const begin = Promise.withResolvers<void>();
  lifecycle.signal.addEventListener('abort', () => begin.resolve(), { once: true });
  const scheduler = startScheduler({
    ...{ jobs, clock, log },
    signal: lifecycle.signal,
    ready: begin.promise,
    ...(takesOver && { continues: takesOver.jobs }),
    patienceMs: runPatience(settings, clock, isRecorded),
    refusal: clock.problem,
    isHeldUp: () => budget.free('scheduled') === 0,
    onChange: (states) => bus.emit('job', states),
    // The watch list is one of the settings.
    onOutcome: outcomesOf(core, underlyings.all, [...jobs.map(({ name }) => name), 'watch']),
  });
  market.changed.on(scheduler.replan);
  const secondary = createSecondaryPolling({
    ...{ settings, scheduler, lines, onStoreError },
    recorded: underlyings.all,
    onUnwatched: () => health.clear('watch'),
  });
  vendor.intervals.count(secondary.calls);
  let hasBegun = false;
  return {
    ...{ scheduler, secondary },
    hasBegun: () => hasBegun,
    begin() {
      hasBegun = true;
      begin.resolve();
    },
  };
}

function jobsOf({ market, underlyings, pruner }: ScheduleDeps) {
  const { context } = underlyings.first;
  return [
    ...underlyings.jobs,
    createHolidaysJob(context, market.changed),
    createMarketStatusJob(context, market.changed),
    createHousekeepingJob(context, pruner),
  ];
}
