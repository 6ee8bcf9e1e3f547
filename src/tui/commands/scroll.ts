import type { PaneId, Rect } from '../layout.ts';
import { chainWindowRows } from '../panes/chain-pane.ts';
import { exposureRows } from '../panes/exposure-pane.ts';
import { usageLogRows } from '../panes/usage-pane.ts';
import { callRows } from '../panes/usage-screen.ts';
import { type ChainMove, followingView, moveSelection } from '../state/chain-view.ts';
import { layoutOf, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { CommandContext } from './command.ts';

export function canScroll(state: DashboardState): true | string {
  const picture = shownPicture(state);
  const { focus } = state.ui;
  if (focus === 'quote') return 'The quote has nothing to scroll; Tab goes to the chain.';
  if (focus === 'exposure') return exposureStrikes(state).length > 0 || 'There are no levels yet.';
  if (focus !== 'chain' && focus !== 'usage' && focus !== 'calls') return 'Nothing here scrolls.';
  if (focus === 'chain') return (picture.chain?.strikes.length ?? 0) > 0 || 'There is no chain yet.';
  if ((picture.usage?.lastCalls.length ?? 0) === 0) return 'No calls have been made yet.';
  return logRows(state) > 0 || 'The log of calls has no room here; e expands the pane.';
}

export function canRecentre({ ui }: DashboardState): true | string {
  if (ui.screen === 'levels') return ui.exposureCentre !== null || 'The strikes follow the money already.';
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
  if (state.ui.focus === 'calls') {
    const calls = paneRect(state, 'calls');
    return calls ? callRows(calls) : 0;
  }
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
  if (ui.focus === 'exposure') {
    const rect = paneRect(state, 'exposure');
    store.dispatch({
      type: 'exposure-moved',
      centre: movedCentre(state, wanted, rect ? exposureRows(rect) : 1),
    });
  }
  if ((ui.focus === 'usage' || ui.focus === 'calls') && picture.usage) {
    const rows = logRows(state);
    // The window stops at the oldest call, so that the way back starts with the first step.
    const last = Math.max(0, picture.usage.lastCalls.length - rows);
    const move = pages(wanted, rows);
    const to = 'to' in move ? (move.to === 'first' ? 0 : last) : ui.firstCall + move.by;
    store.dispatch({ type: 'calls-scrolled', firstCall: Math.max(0, Math.min(last, to)) });
  }
}

const exposureStrikes = (state: DashboardState): readonly number[] =>
  shownPicture(state).levels?.profile?.byOpenInterest.map(({ strike }) => strike) ?? [];

/** Highest on top: down is towards lower strikes, and the first one is the highest. */
function movedCentre(state: DashboardState, wanted: ScrollMove, rows: number): number | null {
  const strikes = exposureStrikes(state);
  const spot = shownPicture(state).levels?.spot ?? strikes[Math.floor(strikes.length / 2)] ?? 0;
  const from = state.ui.exposureCentre ?? spot;
  const above = strikes.findIndex((strike) => strike >= from);
  const at = above < 0 ? strikes.length - 1 : above;
  const half = Math.floor(rows / 2);
  const move = pages(wanted, rows);
  const next = 'to' in move ? (move.to === 'first' ? strikes.length - 1 : 0) : at - move.by;
  // The window stops at the ends, so that the way back starts with the first step.
  const index = Math.max(half, Math.min(strikes.length - 1 - half, next));
  return strikes[Math.max(0, Math.min(strikes.length - 1, index))] ?? null;
}

export function recentre({ store }: CommandContext): void {
  if (store.getState().ui.screen === 'levels') {
    store.dispatch({ type: 'exposure-moved', centre: null });
    return;
  }
  store.dispatch({ type: 'chain-moved', view: followingView });
}

export function canShowStrike(state: DashboardState): true | string {
  if (state.ui.focus !== 'chain') return 'Strikes are in the chain; 2 shows it.';
  return (shownPicture(state).chain?.strikes.length ?? 0) > 0 || 'There is no chain yet.';
}

/** Opens the selected strike; the one nearest to the money where none is selected. */
export function showStrike(context: CommandContext): void {
  const { store } = context;
  const { chain } = shownPicture(store.getState());
  if (store.getState().ui.chainView.selected === null && chain) {
    const spot = chain.chain.underlyingPrice;
    const above = chain.strikes.find(({ strike }) => spot !== null && strike > spot);
    const below = chain.strikes.findLast(({ strike }) => spot !== null && strike <= spot);
    const isAboveNearer = above && below && spot !== null && above.strike - spot < spot - below.strike;
    scroll(context, { by: isAboveNearer ? 1 : -1 });
  }
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'strike' } });
}
