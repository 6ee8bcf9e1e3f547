import { unseenPlan } from '../../state/plan.ts';
import type { CommandContext } from '../command.ts';

/** What has been said of the plan need not be said again. */
export function dismissPlan({ store }: CommandContext): void {
  const facts = unseenPlan(store.getState());
  if (facts) store.dispatch({ type: 'plan-seen', limits: facts.limits });
}

export function showPlan(context: CommandContext): void {
  dismissPlan(context);
  context.store.dispatch({ type: 'dialog-opened', dialog: { kind: 'plan' } });
}
