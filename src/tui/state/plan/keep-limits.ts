import type { PlanLimit } from './plan-limits.ts';
import { planLimits } from './plan-limits.ts';
import type { Store } from '../store.ts';

/** Limits of the plan that the user saw in earlier dashboards, and where to keep them for the next one. */
export interface KeptLimits {
  limits: readonly string[];
  keep(limits: readonly string[]): Promise<void>;
}

/** Starts with the limits seen before, and keeps those seen from now on. Returns the function that ends it. */
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
