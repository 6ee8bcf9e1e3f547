import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { PricingAssumptions } from '../../market/pricing/assumptions.ts';
import type { Source } from '../../market/quotes/quote.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import type { JobNames } from './job-names.ts';
import type { Latest } from './latest.ts';
import type { EventBus } from '../event-bus.ts';
import type { CachedFetch } from '../../sources/polygon/cache.ts';
import type { PollIntervals } from '../schedule/intervals/poll-intervals.ts';
import type { Expirations } from './expirations/expirations.ts';
import type { HealthTracker } from '../health.ts';
import type { LevelsTracker } from './levels-tracker.ts';
import type { MarketDays } from '../market-days/market-hours.ts';
import type { OptionHours } from '../market-days/option-hours.ts';
import type { LatestQuotes } from './latest-quotes.ts';
import type { GapKeeper } from '../recording/gaps/gap-keeper.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import type { Endpoints } from '../../sources/polygon/endpoints/endpoints.ts';
import type { UnderlyingSource } from '../../sources/source.ts';
import type { UsageRecorder } from '../usage/usage-recorder.ts';

/** What a job works with. Symbol, feed, latest values and levels are those of what it polls. */
export interface JobContext {
  symbol: string;
  /** Names of the jobs that poll it. */
  jobs: JobNames;
  source: Source;
  settings: Settings;
  clock: Clock;
  /** By its options. */
  hours: OptionHours;
  /** What the model takes for granted now. */
  assumptions: () => PricingAssumptions;
  db: Recording;
  bus: EventBus;
  quotes: LatestQuotes;
  latest: Latest;
  health: HealthTracker;
  endpoints: Endpoints;
  budget: Budget;
  cached: CachedFetch;
  pollIntervals: PollIntervals;
  usage: UsageRecorder;
  recorder: Recorder;
  levels: LevelsTracker;
  alerts: AlertEngine;
  gaps: GapKeeper;
  /** Where the market data of `symbol` comes from. */
  feed: UnderlyingSource;
  /** What is listed, of any symbol. */
  expirations: Expirations;
  log: Logger;
}

/** What a job works with that is about the market and not about one symbol. */
export type MarketContext = Omit<JobContext, 'hours'> & { hours: MarketDays };
