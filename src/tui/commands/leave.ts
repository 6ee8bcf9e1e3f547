import { pastDate } from '../state/chart/past-day.ts';
import { unseenPlan } from '../state/plan/plan.ts';
import type { DashboardState } from '../state/state.ts';
import type { CommandContext } from './command.ts';
import { dismissPlan } from './dialogs/plan.ts';
import { leaveExpanded } from './focus.ts';

/** Whether there is anything that Escape leaves on the panes. */
export function canLeave(state: DashboardState): true | string {
  const isAnything = state.ui.expanded !== null || pastDate(state) !== null || unseenPlan(state) !== null;
  return isAnything || 'There is nothing to leave.';
}

/** Leaves what came last: a past day in the chart, the expanded pane, the notice about the plan. */
export function leave(context: CommandContext): void {
  const state = context.store.getState();
  if (pastDate(state) !== null) context.store.dispatch({ type: 'chart-day-chosen', date: null });
  else if (state.ui.expanded === null) dismissPlan(context);
  else leaveExpanded(context);
}
