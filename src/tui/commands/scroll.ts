import type { PaneId, Rect } from '../layout.ts';
import { chainWindowRows } from '../panes/chain-pane.ts';
import { usageLogRows } from '../panes/usage-pane.ts';
import { type ChainMove, followingView, moveSelection } from '../state/chain-view.ts';
import { layoutOf, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { CommandContext } from './command.ts';

export function canScroll(state: DashboardState): true | string {
  const picture = shownPicture(state);
  const { focus } = state.ui;
  if (focus === 'quote') return 'The quote has nothing to scroll; Tab goes to the chain.';
  if (focus === 'chain') return (picture.chain?.strikes.length ?? 0) > 0 || 'There is no chain yet.';
  if ((picture.usage?.lastCalls.length ?? 0) === 0) return 'No calls have been made yet.';
  return logRows(state) > 0 || 'The log of calls has no room here; e expands the pane.';
}

export function canRecentre({ ui }: DashboardState): true | string {
  return (
    ui.chainView.top !== null || ui.chainView.selected !== null || 'The chain follows the money already.'
  );
}

function paneRect(state: DashboardState, pane: PaneId): Rect | null {
  const layout = layoutOf(state);
  return layout.kind === 'panes' ? layout.panes[pane] : null;
}

function windowRows(state: DashboardState): number {
  const rect = paneRect(state, 'chain');
  return rect ? chainWindowRows(rect) : 1;
}

function logRows(state: DashboardState): number {
  const rect = paneRect(state, 'usage');
  const { usage, jobs } = shownPicture(state);
  return rect && usage ? usageLogRows(rect, usage, jobs) : 0;
}

const pages = (move: ScrollMove, rows: number): ChainMove =>
  'pages' in move ? { by: move.pages * Math.max(1, rows - 1) } : move;

export type ScrollMove = ChainMove | { pages: number };

/** Moves within the focused pane: the chain's selection, or the usage pane's calls. */
export function scroll({ store }: CommandContext, wanted: ScrollMove): void {
  const state = store.getState();
  const { ui } = state;
  const picture = shownPicture(state);
  if (ui.focus === 'chain' && picture.chain) {
    const rows = windowRows(state);
    const { strikes, chain } = picture.chain;
    const view = moveSelection(
      { strikes, spot: chain.underlyingPrice },
      rows,
      ui.chainView,
      pages(wanted, rows),
    );
    store.dispatch({ type: 'chain-moved', view });
  }
  if (ui.focus === 'usage' && picture.usage) {
    const rows = logRows(state);
    // The window stops at the oldest call, so that the way back starts with the first step.
    const last = Math.max(0, picture.usage.lastCalls.length - rows);
    const move = pages(wanted, rows);
    const to = 'to' in move ? (move.to === 'first' ? 0 : last) : ui.firstCall + move.by;
    store.dispatch({ type: 'calls-scrolled', firstCall: Math.max(0, Math.min(last, to)) });
  }
}

export function recentre({ store }: CommandContext): void {
  store.dispatch({ type: 'chain-moved', view: followingView });
}
