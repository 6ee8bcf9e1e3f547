import type { DeskStatus } from '../../../protocol/desk/desk-state.ts';
import { optionsEndOf } from '../../market-days/option-hours.ts';
import type { Methods } from '../rpc.ts';
import type { MethodDeps } from './method-deps.ts';

/** What runs, and how it is: the greeting, the snapshot of a subscription, the status. */
export function createStateMethods(
  deps: MethodDeps,
): Pick<Methods, 'hello' | 'subscribe' | 'status' | 'usage.get'> {
  const { greeting, phaseNow, startedAt, clock, quotes, usage, health, budget, coverage, scheduler } = deps;
  const recorded = () => {
    const shown = deps.recorded();
    return shown && { recorded: shown };
  };
  return {
    hello: greeting,
    subscribe: (seq, { subscription, latest, levels, jobs }) => ({
      subscription: {
        ...subscription,
        expirations: deps.expirations(subscription.symbol),
        ...optionsEndOf(subscription.symbol, phaseNow().session.date, deps.hours.calendar),
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
      coverage: coverage(),
      levels: levels.current(),
      levelsHistory: levels.history(),
      alerts: deps.alerts.report(),
      ...recorded(),
      archive: deps.archiver.state(),
      ...rebuildOf(deps),
      seq,
    }),
    status: async () => {
      deps.lookAtDatabase();
      const waiting = deps.waiting();
      const { bytes, schemaVersion, tables } = await databaseStatus(deps);
      const desk = await deskStatus(deps);
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
        coverage: coverage(),
        alerts: deps.alerts.summary(),
        clients: deps.clients(),
        ...(desk && { desk }),
      };
    },
    'usage.get': () => usage.current(),
  };
}

function rebuildOf({ rebuilds }: MethodDeps) {
  const state = rebuilds.state();
  return state && { rebuild: state };
}

/** While the store is away nobody can say who records. */
async function deskStatus({ desk, health }: Pick<MethodDeps, 'desk' | 'health'>): Promise<DeskStatus | null> {
  try {
    return (await desk?.()) ?? null;
  } catch (error) {
    health.raise('store', error);
    return null;
  }
}

/** What is wrong with a database that can no longer be read is in the health. */
async function databaseStatus({ db, health }: Pick<MethodDeps, 'db' | 'health'>) {
  try {
    return await db.status();
  } catch (error) {
    health.raise('database', error);
    return { bytes: 0, schemaVersion: 'unknown', tables: [] };
  }
}
