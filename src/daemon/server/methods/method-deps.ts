import type { PricingAssumptions } from '../../../market/pricing/assumptions.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Recording } from '../../../recordings/recording.ts';
import type { DealerSign } from '../../../market/levels/dealer-sign.ts';
import type { DeskStatus } from '../../../protocol/desk/desk-state.ts';
import type { LastTradeReport } from '../../../market/quotes/last-trade.ts';
import type { RecordedUnderlying } from '../../../protocol/recorded.ts';
import type { BackfillStep, Hello, JobCoverage, PhaseState, RecomputeStep } from '../../../protocol/state.ts';
import type { DoctorCheck } from '../../../protocol/doctor-check.ts';
import type { Archiver } from '../../archive/archiver.ts';
import type { AlertEngine } from '../../alerts/alert-engine.ts';
import type { BackfillRequest } from '../../history/backfill.ts';
import type { RecomputeRequest } from '../../history/recompute-levels.ts';
import type { HealthTracker } from '../../health.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';
import type { RemovedPast } from '../../playback/removed-past.ts';
import type { Scheduler } from '../../schedule/job.ts';
import type { Pruner } from '../../recording/pruner.ts';
import type { LatestQuotes } from '../../underlyings/latest-quotes.ts';
import type { LastTradeRequest } from '../../last-trade/read-last-trade.ts';
import type { Rebuilds } from '../../rebuild/open-rebuilds.ts';
import type { Budget } from '../../../sources/polygon/budget.ts';
import type { UsageRecorder } from '../../usage/usage-recorder.ts';
import type { OpenChains } from '../../underlyings/chains/open-chains.ts';

/** What the methods answer from, and what they may set off. */
export interface MethodDeps {
  greeting: () => Hello;
  phaseNow: () => PhaseState;
  hours: MarketHours;
  /** Epoch ms. */
  startedAt: number;
  clock: Clock;
  db: Recording;
  past: RemovedPast;
  chains: OpenChains;
  /** Expirations of a symbol, `YYYY-MM-DD`, from the nearest on. */
  expirations: (symbol: string) => string[];
  quotes: LatestQuotes;
  /** Symbols whose quotes are polled, the recorded ones first. */
  watched: () => readonly string[];
  usage: UsageRecorder;
  health: HealthTracker;
  budget: Budget;
  pruner: Pruner;
  archiver: Archiver;
  rebuilds: Rebuilds;
  backfill: (request: BackfillRequest) => Promise<BackfillStep>;
  recompute: (request: RecomputeRequest) => Promise<RecomputeStep>;
  /** Of all jobs whose polls are recorded. */
  coverage: () => JobCoverage[];
  /** The recorded underlyings; `null` where one is recorded. */
  recorded: () => RecordedUnderlying[] | null;
  /** Polls that wait to be stored. */
  waiting: () => { quotes: number; chains: number };
  /** Checks that the database's files are in their place, and reports in the health what is wrong. */
  lookAtDatabase: () => void;
  alerts: AlertEngine;
  dealerSign: () => DealerSign;
  /** What the model takes for granted now. */
  assumptions: () => PricingAssumptions;
  scheduler: Scheduler;
  clients: () => number;
  lastTrade: (request: LastTradeRequest) => Promise<LastTradeReport>;
  doctor: () => Promise<DoctorCheck[]>;
  signal: AbortSignal;
  /** Who records on the shared store; absent where there is none. */
  desk?: () => Promise<DeskStatus>;
  onShutdown: () => void;
}
