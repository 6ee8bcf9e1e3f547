import type { Rect } from '../../layout/rect.ts';
import type { PaneId } from '../../layout/pane-ids.ts';
import { chainWindowRows } from '../../panes/chain/chain-pane-input.ts';
import { exposureRows } from '../../panes/levels/exposure/exposure-pane.ts';
import { sumLinesOf } from '../../panes/levels/exposure/summed-exposure-pane.ts';
import { usageLogRows } from '../../panes/usage/usage-pane.ts';
import { callRows } from '../../panes/usage/usage-screen.ts';
import { rowsOf } from '../../state/chain/chain-listing.ts';
import { type ChainMove, notScrolled, moveSelection, selectNearest } from '../../state/chain/chain-scroll.ts';
import { isSumShown, layoutOf, shownAnswers, shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { shownListing } from './chain-listing.ts';
import type { CommandContext } from '../command.ts';

export function canScroll(state: DashboardState): true | string {
  const picture = shownPicture(state);
  const { focus } = state.ui;
  if (focus === 'quote') return 'The quote has nothing to scroll; {focus-next} goes to the chain.';
  if (focus === 'exposure') return exposureStrikes(state).length > 0 || 'There are no levels yet.';
  if (focus !== 'chain' && focus !== 'usage' && focus !== 'calls') return 'Nothing here scrolls.';
  if (focus === 'chain') return hasListedStrike(state);
  if ((picture.usage?.lastCalls.length ?? 0) === 0) return 'No calls have been made yet.';
  return logRows(state) > 0 || 'The log of calls has no room here; {expand} expands the pane.';
}

export function hasListedStrike(state: DashboardState): true | string {
  const listing = shownListing(state);
  if (!listing || listing.total === 0) return 'There is no chain yet.';
  return listing.rows.length > 0 || 'No strike passes the filter; / changes it.';
}

export function canRecentre(state: DashboardState): true | string {
  const { ui } = state;
  if (ui.screen !== 'levels' && ui.chainSort !== 'strike') return hasListedStrike(state);
  return canFollow(state);
}

function canFollow({ ui }: DashboardState): true | string {
  if (ui.screen === 'levels') return ui.exposureCentre !== null || 'The strikes follow the money already.';
  return (
    ui.chainScroll.top !== null || ui.chainScroll.selected !== null || 'The chain follows the money already.'
  );
}

function paneRect(state: DashboardState, pane: PaneId): Rect | null {
  const layout = layoutOf(state);
  return layout.kind === 'panes' ? layout.panes[pane] : null;
}

export function windowRows(state: DashboardState): number {
  const rect = paneRect(state, 'chain');
  return rect ? chainWindowRows(rect, state.ui.dialog?.kind === 'filter') : 1;
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

function strikeRowsShown(state: DashboardState): number {
  const rect = paneRect(state, 'exposure');
  if (!rect) return 1;
  const sum = isSumShown(state) ? shownAnswers(state).sum : null;
  if (!sum) return exposureRows(rect);
  const context = { phase: shownPicture(state).phase, now: shownNow(state) };
  return exposureRows(rect, sumLinesOf(sum, { ...context, rect, weight: state.ui.weight }).length);
}

const pages = (move: ScrollMove, rows: number): ChainMove =>
  'pages' in move ? { by: move.pages * Math.max(1, rows - 1) } : move;

/** A move in a pane: by rows, by pages, or to an end. */
export type ScrollMove = ChainMove | { pages: number };

/** Moves within the focused pane: the chain's selection, or the usage pane's calls. */
export function scroll({ store }: CommandContext, wanted: ScrollMove): void {
  const state = store.getState();
  const { ui } = state;
  const picture = shownPicture(state);
  const listing = shownListing(state);
  if (ui.focus === 'chain' && listing) {
    const rows = windowRows(state);
    const moved = moveSelection(rowsOf(listing), rows, ui.chainScroll, pages(wanted, rows));
    store.dispatch({ type: 'chain-moved', scroll: moved });
  }
  if (ui.focus === 'exposure') {
    store.dispatch({ type: 'exposure-moved', centre: movedCentre(state, wanted, strikeRowsShown(state)) });
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

/** The exposure on screen: of one chain, or of several expirations together. */
const shownExposure = (state: DashboardState) =>
  isSumShown(state) ? shownAnswers(state).sum : shownPicture(state).levels;

const exposureStrikes = (state: DashboardState): readonly number[] =>
  shownExposure(state)?.profile?.byOpenInterest.map(({ strike }) => strike) ?? [];

/** Highest on top: down is towards lower strikes, and the first one is the highest. */
function movedCentre(state: DashboardState, wanted: ScrollMove, rows: number): number | null {
  const strikes = exposureStrikes(state);
  const spot = shownExposure(state)?.spot ?? strikes[Math.floor(strikes.length / 2)] ?? 0;
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

/** The spot of the chain shown, or else the middle of its strikes. */
export function moneyOf(state: DashboardState): number {
  const { chain } = shownPicture(state);
  return chain?.chain.underlyingPrice ?? chain?.strikes[Math.floor(chain.strikes.length / 2)]?.strike ?? 0;
}

/** Follows the money again. In a ranking the strike nearest to the money is selected. */
export function recentre({ store }: CommandContext): void {
  const state = store.getState();
  if (state.ui.screen === 'levels') {
    store.dispatch({ type: 'exposure-moved', centre: null });
    return;
  }
  const listing = shownListing(state);
  const centred = listing?.isRanked
    ? selectNearest(rowsOf(listing), windowRows(state), state.ui.chainScroll, moneyOf(state))
    : notScrolled;
  store.dispatch({ type: 'chain-moved', scroll: centred });
}
