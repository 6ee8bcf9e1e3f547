import type { DaemonCore } from '../core.ts';
import { createHolidaysJob } from '../market-days/holidays-job.ts';
import type { Market } from '../market-days/market.ts';
import { createMarketStatusJob } from '../market-days/market-status-job.ts';
import { createHousekeepingJob } from '../recording/housekeeping-job.ts';
import type { Pruner } from '../recording/pruner.ts';
import { createSecondaryPolling, type SecondaryPolling } from '../underlyings/secondary/secondary-polling.ts';
import type { PriceLines } from '../underlyings/price-lines.ts';
import type { Underlying } from '../underlyings/underlying.ts';
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
  underlying: Underlying;
  lines: PriceLines;
  pruner: Pruner;
}

/** Plans the jobs of the underlying, of the market's days and of the recording. Nothing runs until `begin`. */
export function openSchedule(deps: ScheduleDeps): Schedule {
  const { core, market, vendor, underlying, lines } = deps;
  const { clock, settings, lifecycle, bus, health, log, onStoreError } = core;
  const { takesOver } = core.deps;
  const { budget } = vendor;
  const jobs = jobsOf(deps).map((job) => retried(job, clock));
  const begin = Promise.withResolvers<void>();
  lifecycle.signal.addEventListener('abort', () => begin.resolve(), { once: true });
  const scheduler = startScheduler({
    ...{ jobs, clock, log },
    signal: lifecycle.signal,
    ready: begin.promise,
    ...(takesOver && { continues: takesOver.jobs }),
    patienceMs: runPatience(settings, clock),
    refusal: clock.problem,
    isHeldUp: () => budget.free('scheduled') === 0,
    onChange: (states) => bus.emit('job', states),
    // The watch list is one of the settings.
    onOutcome: outcomesOf(core, underlying, [...jobs.map(({ name }) => name), 'watch']),
  });
  market.changed.on(scheduler.replan);
  const secondary = createSecondaryPolling({
    ...{ settings, scheduler, lines, onStoreError },
    context: underlying.context,
    main: underlying.chain,
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

function jobsOf({ market, underlying, pruner }: ScheduleDeps) {
  const { context } = underlying;
  return [
    ...underlying.jobs,
    createHolidaysJob(context, market.changed),
    createMarketStatusJob(context, market.changed),
    createHousekeepingJob(context, pruner),
  ];
}
