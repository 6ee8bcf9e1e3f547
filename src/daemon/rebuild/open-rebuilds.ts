import { messageOf } from '../../base/errors.ts';
import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import type { RebuildState, RebuildStep } from '../../protocol/rebuild.ts';
import type { RemovedRebuilt } from '../../recordings/rebuilt.ts';
import type { DaemonCore } from '../core.ts';
import type { GapLedger } from '../recording/gaps/gap-ledger.ts';
import type { Market } from '../market-days/market.ts';
import type { Vendor } from '../vendor.ts';
import type { RebuildRequest } from './rebuild-context.ts';
import { createRebuilder } from './rebuilder.ts';
import { createRebuiltCoverage } from './rebuilt-coverage.ts';

/** Rebuilding of past days in a daemon. How far it has come goes out as the event `rebuild`. */
export interface Rebuilds {
  /** See `Rebuilder`; what went wrong stays in the state until a step gets on. */
  step(request: RebuildRequest, signal: AbortSignal): Promise<RebuildStep>;
  remove(symbol: string, date: string, expiration?: string): Promise<RemovedRebuilt>;
  /** `null` before the first step. */
  state(): RebuildState | null;
}

/** Chains of the last days: as many as may be of the session that is shown. */
const recentKeys = 20;

/**
 * Asks through the daemon's own client, on calls that nothing else needs.
 * @param ledger whose coverage says from now on how much of each session was rebuilt
 */
export async function openRebuilds(
  { db, clock, source, settings, bus }: DaemonCore,
  { hours }: Pick<Market, 'hours'>,
  { endpoints, budget, usage }: Pick<Vendor, 'endpoints' | 'budget' | 'usage'>,
  ledger: Pick<GapLedger, 'coverage' | 'completeWith'>,
): Promise<Rebuilds> {
  let state: RebuildState | null = null;
  const coverage = createRebuiltCoverage({ db, clock, settings, hours });
  // The last session's coverage is shown until the next one opens.
  for (const key of (await db.rebuilt.keys()).slice(-recentKeys)) await coverage.learn(key);
  ledger.completeWith(coverage.mark);
  const showCoverage = () => bus.emit('gap', ledger.coverage());
  const show = (next: RebuildState | null) => {
    state = next;
    if (next) bus.emit('rebuild', next);
  };
  const rebuilder = createRebuilder({
    ...{ db, clock, source, hours, endpoints, budget, usage },
    assumptions: () => assumptionsOf(settings, hours.calendar),
    dealerSign: () => settings.dealerSign,
  });
  return {
    state: () => state,
    async step(request, signal) {
      try {
        const step = await rebuilder.step(request, signal);
        const isNews = step.stage === 'done' && (await coverage.learn(step.day));
        show({ step, problem: null });
        if (isNews) showCoverage();
        return step;
      } catch (error) {
        if (!signal.aborted) show({ step: state?.step ?? null, problem: messageOf(error) });
        throw error;
      }
    },
    async remove(symbol, date, expiration) {
      const removed = await db.rebuilt.remove(symbol, date, expiration);
      if (coverage.forget(symbol, date, expiration)) showCoverage();
      if (state?.step?.day.date === date && state.step.day.underlying === symbol)
        show({ step: null, problem: null });
      return removed;
    },
  };
}
