import type { PaneId } from '../layout/pane-ids.ts';
import { screens } from '../layout/screens.ts';
import { layoutOf, panesOnScreen } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { CommandContext } from './command.ts';

export const canMoveFocus = (state: DashboardState) =>
  panesOnScreen(state).length > 1 || 'This screen has one pane; the number keys show others.';

/** A pane without a place at this size can only be shown expanded. */
function hasPlace(state: DashboardState, pane: PaneId): boolean {
  const layout = layoutOf(state);
  return layout.kind !== 'panes' || layout.panes[pane] !== null;
}

export const focusBy =
  (step: number) =>
  ({ store }: CommandContext) => {
    const state = store.getState();
    const { focus, expanded } = state.ui;
    const panes = panesOnScreen(state);
    const pane = panes[(panes.indexOf(focus) + step + panes.length) % panes.length]!;
    store.dispatch({ type: 'focused', pane });
    if (expanded === null && !hasPlace(state, pane)) store.dispatch({ type: 'expanded', pane });
  };

/** Shows all panes again; the focus leaves a pane that has no place among them. */
export const leaveExpanded = ({ store }: CommandContext) => {
  store.dispatch({ type: 'expanded', pane: null });
  const state = store.getState();
  const { screen, focus } = state.ui;
  if (!hasPlace(state, focus)) store.dispatch({ type: 'focused', pane: screens[screen].first });
};

export const canExpand = (state: DashboardState) =>
  panesOnScreen(state).length > 1 || 'This pane has the whole screen already.';

export const toggleExpanded = (context: CommandContext) => {
  const { expanded, focus } = context.store.getState().ui;
  if (expanded) leaveExpanded(context);
  else context.store.dispatch({ type: 'expanded', pane: focus });
};
