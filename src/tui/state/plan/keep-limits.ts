import type { PlanLimit } from './plan-limits.ts';
import { planLimits } from './plan-limits.ts';
import type { Store } from '../store.ts';

/** What of the plan's limits was told before this dashboard, and where it is kept for the next one. */
export interface KeptLimits {
  limits: readonly string[];
  keep(limits: readonly string[]): Promise<void>;
}

/** Starts with what was told before, and keeps what is told from now on. Returns the function that ends it. */
export function keepSeenLimits(
  store: Store,
  kept: KeptLimits,
  onProblem: (thrown: unknown) => void,
): () => void {
  const known = planLimits.filter((limit) => kept.limits.includes(limit));
  if (known.length > 0) store.dispatch({ type: 'plan-seen', limits: known });
  let last: readonly PlanLimit[] = store.getState().ui.seenLimits;
  return store.subscribe(() => {
    const { seenLimits } = store.getState().ui;
    if (seenLimits === last) return;
    last = seenLimits;
    kept.keep(seenLimits).catch(onProblem);
  });
}
