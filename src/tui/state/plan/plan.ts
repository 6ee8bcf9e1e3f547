import type { DataTier } from '../../../market/quotes/quote.ts';
import { viewJob } from '../jobs.ts';
import { type PlanLimit, planLimits } from './plan-limits.ts';
import type { DashboardState } from '../state.ts';

/** What the key's plan gives and lacks, as far as it is known. */
export interface PlanFacts {
  quoteTier: DataTier;
  chainTier: DataTier;
  callsPerMinute: number | null;
  limits: readonly PlanLimit[];
}

/**
 * What this key's plan gives, as far as the picture shows it; `null` while quote or chain have not come, and where the
 * market is simulated. Bid and ask are judged in the regular session only: outside it there may be no quotes.
 */
export function planFacts({ picture, connection }: DashboardState): PlanFacts | null {
  const { quote, chain, phase, usage } = picture;
  if (connection.hello?.mode !== 'live' || !quote || !chain || !phase) return null;
  const { contracts, isStrikesOnly, tier } = chain.chain;
  // At night, plans with live quotes also show the close.
  const isOnceADay = quote.tier === 'end-of-day' && viewJob(picture, 'quote')?.intervalMs === null;
  const quoteTier = quote.tier === 'end-of-day' && !isOnceADay ? 'unknown' : quote.tier;
  const isRegular = phase.phase === 'regular';
  const has: Record<PlanLimit, boolean> = {
    'option-prices': isStrikesOnly === true,
    'option-live': !isStrikesOnly && tier === 'delayed',
    'option-quotes':
      !isStrikesOnly &&
      isRegular &&
      contracts.length > 0 &&
      contracts.every(({ bid, ask }) => bid === null && ask === null),
    'stock-today': isOnceADay,
    'stock-live': quoteTier === 'delayed',
    'stock-quotes': quote.tier !== 'end-of-day' && isRegular && quote.bid === null && quote.ask === null,
  };
  return {
    quoteTier,
    chainTier: tier,
    callsPerMinute: usage?.budget.callsPerMinute ?? null,
    limits: planLimits.filter((limit) => has[limit]),
  };
}

/** The plan's limits that the user has not seen; `null` when there are none. */
export function unseenPlan(state: DashboardState): PlanFacts | null {
  if (state.connection.status !== 'connected' || state.frozen || state.playback) return null;
  const facts = planFacts(state);
  return facts?.limits.some((limit) => !state.ui.seenLimits.includes(limit)) ? facts : null;
}
