import { alertsBody } from '../dialogs/alerts.ts';
import type { DashboardState } from '../state/state.ts';
import type { CommandContext } from './command.ts';

export function openAlerts({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'alerts', top: 0 } });
}

export function canScrollAlerts(state: DashboardState): true | string {
  const { lines, rows } = alertsBody(state);
  return lines.length > rows || 'Everything is shown already.';
}

/** The window stops at the last line, so that the way back starts with the first step. */
export const scrollAlerts =
  (by: number) =>
  ({ store }: CommandContext): void => {
    const state = store.getState();
    const { dialog } = state.ui;
    if (dialog?.kind !== 'alerts') return;
    const { lines, rows } = alertsBody(state);
    const last = Math.max(0, lines.length - rows);
    store.dispatch({ type: 'alerts-scrolled', top: Math.max(0, Math.min(last, dialog.top + by)) });
  };
