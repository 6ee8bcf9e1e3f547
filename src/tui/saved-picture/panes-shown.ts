import { type PaneId, paneIds } from '../layout/pane-ids.ts';
import { layoutOf, panesOnScreen } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';

/** The panes that have room on the screen, or on a terminal that is too small, those that would be there. */
export function panesShown(state: DashboardState): readonly PaneId[] {
  const layout = layoutOf(state);
  return layout.kind === 'panes' ? paneIds.filter((id) => layout.panes[id] !== null) : panesOnScreen(state);
}
