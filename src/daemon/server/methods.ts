import { isAbsolute } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { DealerSign } from '../../market/levels/dealer-sign.ts';
import type { LastTradeReport } from '../../market/quotes/last-trade.ts';
import type { RefreshOutcome, RefreshTarget } from '../../protocol/methods.ts';
import type { BackfillStep, Hello, PhaseState } from '../../protocol/state.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import type { BackfillRequest } from '../history/backfill.ts';
import { barsOf } from '../history/bars-of.ts';
import type { HealthTracker } from '../health.ts';
import { levelsAt, levelsOfSession } from '../underlyings/levels-tracker.ts';
import type { Methods } from './rpc.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import type { Scheduler } from '../schedule/job.ts';
import type { Pruner } from '../recording/pruner.ts';
import type { LatestQuotes } from '../underlyings/latest-quotes.ts';
import { recordedChain } from '../underlyings/recorded-chain.ts';
import type { GapKeeper } from '../recording/gap-keeper.ts';
import type { LastTradeRequest } from '../last-trade/read-last-trade.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import type { UsageRecorder } from '../usage/usage-recorder.ts';
import type { OpenChain, OpenChains } from '../underlyings/open-chains.ts';

export interface MethodDeps {
  greeting: () => Hello;
  phaseNow: () => PhaseState;
  hours: MarketHours;
  startedAt: number;
  clock: Clock;
  db: Recording;
  chains: OpenChains;
  /** Of a symbol, from the nearest on. */
  expirations: (symbol: string) => string[];
  quotes: LatestQuotes;
  /** Symbols whose quotes are polled, the main one first. */
  watched: () => readonly string[];
  usage: UsageRecorder;
  health: HealthTracker;
  budget: Budget;
  pruner: Pruner;
  backfill: (request: BackfillRequest) => Promise<BackfillStep>;
  gaps: GapKeeper;
  /** Polls that the database has not taken yet. */
  waiting: () => { quotes: number; chains: number };
  /** Whether its files are in their place; what is wrong goes into the health. */
  lookAtDatabase: () => void;
  alerts: AlertEngine;
  dealerSign: () => DealerSign;
  scheduler: Scheduler;
  clients: () => number;
  lastTrade: (request: LastTradeRequest) => Promise<LastTradeReport>;
  doctor: () => Promise<DoctorCheck[]>;
  signal: AbortSignal;
  onShutdown: () => void;
}

const targets: Record<RefreshTarget, (keyof OpenChain['jobs'])[]> = {
  quote: ['quote'],
  chain: ['chain'],
  bars: ['bars'],
  all: ['quote', 'chain', 'bars'],
};

/** What the daemon answers to each method of the protocol. */
export function createMethods(deps: MethodDeps): Methods {
  const {
    greeting,
    phaseNow,
    hours,
    startedAt,
    clock,
    db,
    chains,
    quotes,
    usage,
    health,
    budget,
    pruner,
    gaps,
    scheduler,
    signal,
  } = deps;
  const own = () => greeting().symbol;

  /** A subscription that is kept up, on a symbol's nearest expiration where none is given. */
  const openOn = (symbol: string, expiration?: string) =>
    chains
      .all()
      .find(({ subscription, latest }) =>
        expiration === undefined
          ? subscription.symbol === symbol && subscription.expiration === null
          : subscription.symbol === symbol && latest.chain()?.expiration === expiration,
      );

  /** Of a database that can no longer be read, what is wrong with it is in the health. */
  const databaseStatus = () => {
    try {
      return db.status();
    } catch (error) {
      health.raise('database', error);
      return { bytes: 0, schemaVersion: 'unknown', tables: [] };
    }
  };

  return {
    hello: greeting,
    subscribe: (seq, { subscription, latest, levels, jobs }) => ({
      subscription: {
        ...subscription,
        expirations: deps.expirations(subscription.symbol),
        jobs,
      },
      watch: deps.watched().map((symbol) => ({ symbol, quote: quotes.of(symbol) })),
      quote: latest.quote(),
      chain: latest.chain(),
      priceLine: latest.priceLine(),
      usage: usage.current(),
      phase: phaseNow(),
      health: health.current(),
      jobs: scheduler.states(),
      coverage: gaps.coverage(),
      levels: levels.current(),
      levelsHistory: levels.history(),
      alerts: deps.alerts.report(),
      seq,
    }),
    status: () => {
      deps.lookAtDatabase();
      const waiting = deps.waiting();
      const { bytes, schemaVersion, tables } = databaseStatus();
      return {
        hello: greeting(),
        startedAt,
        uptimeMs: clock.now() - startedAt,
        phase: phaseNow(),
        jobs: scheduler.states(),
        health: health.current(),
        budget: budget.state(),
        rejectedRows: usage.rejectedRows(),
        database: { path: greeting().databasePath, bytes, schemaVersion, tables },
        ...(waiting.quotes + waiting.chains > 0 && { waiting }),
        coverage: gaps.coverage(),
        alerts: deps.alerts.summary(),
        clients: deps.clients(),
      };
    },
    'quote.get': ({ symbol = own() }) =>
      deps.watched().includes(symbol) ? quotes.of(symbol) : db.quotes.latest(symbol, clock.now()),
    'chain.get': ({ symbol = own(), expiration, at }) => {
      const current = at === undefined ? openOn(symbol, expiration)?.latest.chain() : null;
      return current ?? recordedChain(db, hours.calendar, { symbol, expiration, at, asOf: clock.now() });
    },
    'levels.get': ({ symbol = own(), at }) => {
      const open = openOn(symbol);
      if (at === undefined && open) return open.levels.current();
      return levelsAt(db, hours, symbol, at ?? clock.now(), deps.dealerSign());
    },
    'levels.history': ({ symbol = own(), date }) =>
      date === undefined
        ? levelsOfSession(db, hours, symbol, clock.now())
        : db.levels.ofSession(symbol, date, hours.calendar.sessionOn(date)?.optionClose ?? null, clock.now()),
    'bars.get': ({ symbol = own(), timeframe, from, to }) =>
      barsOf(db, { symbol, timeframe, from, to }, clock.now()),
    'last-trade.get': ({ symbol = own(), force = false }) => deps.lastTrade({ symbol, isForced: force }),
    'usage.get': () => usage.current(),
    'alerts.get': deps.alerts.report,
    backfill: ({ symbol = own(), ...request }) => deps.backfill({ symbol, ...request }),
    refresh: async ({ job, force = false }, { jobs }) => {
      const outcomes: RefreshOutcome[] = [];
      for (const target of targets[job]) {
        const name = jobs[target];
        const outcome = await scheduler.runNow(name, { priority: 'user', isForced: force });
        outcomes.push({ job: name, ...outcome });
      }
      return outcomes;
    },
    prune: ({ dryRun }) => {
      if (signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing.');
      return dryRun ? pruner.plan() : pruner.prune(signal);
    },
    backup: ({ file }) => {
      // The daemon's own directory is nobody's business.
      if (!isAbsolute(file)) throw new SpyglassError('usage', `${file} is no absolute path`);
      return db.maintenance.backup(file);
    },
    doctor: () => {
      deps.lookAtDatabase();
      return deps.doctor();
    },
    shutdown: () => {
      // After the answer has left.
      clock.after(0, deps.onShutdown);
      return { isClosing: true };
    },
  };
}
