import { isAbsolute } from 'node:path';
import { SpyglassError } from '../../../base/errors.ts';
import type { RefreshOutcome, RefreshTarget } from '../../../protocol/methods.ts';
import type { Methods } from '../rpc.ts';
import type { OpenChain } from '../../underlyings/chains/open-chains.ts';
import type { MethodDeps } from './method-deps.ts';

/** The jobs behind each target of a refresh, in the order in which they run. */
const targets: Record<RefreshTarget, (keyof OpenChain['jobs'])[]> = {
  quote: ['quote'],
  chain: ['chain'],
  bars: ['bars'],
  all: ['quote', 'chain', 'bars'],
};

/** What clients may set off: polls, backfills, maintenance, checks and the end of the daemon. */
export function createWorkMethods(
  deps: MethodDeps,
): Pick<Methods, 'backfill' | 'levels.recompute' | 'refresh' | 'prune' | 'backup' | 'doctor' | 'shutdown'> {
  const { greeting, clock, db, pruner, scheduler, signal } = deps;
  return {
    backfill: ({ symbol = greeting().symbol, ...request }) => deps.backfill({ symbol, ...request }),
    'levels.recompute': ({ symbol = greeting().symbol, ...request }) =>
      deps.recompute({ symbol, ...request }),
    refresh: async ({ job, force = false, symbol }, target) => {
      const { jobs } = symbol === undefined ? target : nearestOf(symbol, deps.chains.all());
      const outcomes: RefreshOutcome[] = [];
      for (const kind of targets[job]) {
        const name = jobs[kind];
        const outcome = await scheduler.runNow(name, { priority: 'user', isForced: force });
        outcomes.push({ job: name, ...outcome });
      }
      return outcomes;
    },
    prune: ({ dryRun, notArchived = false }) => {
      if (signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing.');
      return dryRun ? pruner.plan({ notArchived }) : pruner.prune(signal, { notArchived });
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

/** @throws SpyglassError `usage` where the symbol's nearest chain is not polled */
function nearestOf(symbol: string, chains: readonly OpenChain[]): OpenChain {
  const found = chains.find(
    ({ subscription }) => subscription.symbol === symbol && subscription.expiration === null,
  );
  if (found) return found;
  throw new SpyglassError('usage', `${symbol} is not polled: it is neither recorded nor looked at.`, {
    hint: 'Add it to record.symbols, or look at it in a dashboard.',
  });
}
