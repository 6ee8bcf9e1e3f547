import type { Clock } from '../base/clock.ts';
import { SpyglassError } from '../base/errors.ts';
import type { Database } from '../db/open-database.ts';
import type { Chain } from '../market/chain.ts';
import type { RefreshOutcome, RefreshTarget } from '../protocol/methods.ts';
import type { Hello, PhaseState } from '../protocol/state.ts';
import type { Book } from './book.ts';
import { withGreeks } from './greeks.ts';
import type { HealthBook } from './health.ts';
import type { Methods } from './listen.ts';
import type { MarketHours } from './market-hours.ts';
import type { Poller } from './poller.ts';
import type { Pruner } from './pruner.ts';
import type { Budget } from './upstream/budget.ts';
import type { UsageRecorder } from './usage-recorder.ts';

export interface MethodDeps {
  greeting: () => Hello;
  phaseNow: () => PhaseState;
  hours: MarketHours;
  startedAt: number;
  clock: Clock;
  db: Database;
  book: Book;
  usage: UsageRecorder;
  health: HealthBook;
  budget: Budget;
  pruner: Pruner;
  poller: () => Poller;
  clients: () => number;
  signal: AbortSignal;
  onShutdown: () => void;
}

const targets: Record<RefreshTarget, string[]> = {
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
    book,
    usage,
    health,
    budget,
    pruner,
    poller,
    signal,
  } = deps;
  const own = () => greeting().symbol;
  const filled = (chain: Chain | null) => chain && withGreeks(chain, hours.calendar);

  return {
    hello: greeting,
    subscribe: (seq) => ({
      quote: book.quote(),
      chain: book.chain(),
      intraday: book.intraday(),
      usage: usage.current(),
      phase: phaseNow(),
      health: health.current(),
      jobs: poller().states(),
      seq,
    }),
    status: () => {
      const { bytes, schemaVersion, tables } = db.status();
      return {
        hello: greeting(),
        startedAt,
        uptimeMs: clock.now() - startedAt,
        phase: phaseNow(),
        jobs: poller().states(),
        health: health.current(),
        budget: budget.state(),
        database: { path: greeting().databasePath, bytes, schemaVersion, tables },
        clients: deps.clients(),
      };
    },
    'quote.get': ({ symbol = own() }) => (symbol === own() ? book.quote() : db.quotes.latest(symbol)),
    'chain.get': ({ symbol = own(), expiration, at }) => {
      const current = book.chain();
      const isCurrent = symbol === own() && (expiration === undefined || expiration === current?.expiration);
      if (at === undefined) return isCurrent ? current : filled(db.chains.latest(symbol, expiration));
      return filled(db.chains.at(symbol, expiration ?? hours.calendar.zeroDteExpiry(at), at));
    },
    'usage.get': () => usage.current(),
    refresh: async ({ job, force = false }) => {
      const outcomes: RefreshOutcome[] = [];
      for (const name of targets[job]) {
        const outcome = await poller().runNow(name, { priority: 'user', isForced: force });
        outcomes.push({ job: name, ...outcome });
      }
      return outcomes;
    },
    prune: ({ dryRun }) => {
      if (signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing.');
      return dryRun ? pruner.plan() : pruner.prune(signal);
    },
    shutdown: () => {
      // After the answer has left.
      clock.after(0, deps.onShutdown);
      return { isClosing: true };
    },
  };
}
