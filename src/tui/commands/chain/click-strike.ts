import type { Rect } from '../../layout/rect.ts';
import { strikeAt } from '../../panes/chain/chain-pane.ts';
import { rowsOf } from '../../state/chain/chain-listing.ts';
import { selectNearest } from '../../state/chain/chain-scroll.ts';
import type { CommandContext } from '../command.ts';
import { shownListing } from './chain-listing.ts';
import { windowRows } from './scroll.ts';

/** What was clicked on: a cell of the chain's pane, which had the focus before or not. */
export interface StrikeClick {
  rect: Rect;
  column: number;
  row: number;
  wasFocused: boolean;
}

/** A click on a strike selects it, one on the selected strike opens its details. */
export function clickStrike(context: CommandContext, { rect, column, row, wasFocused }: StrikeClick): void {
  const { store } = context;
  const state = store.getState();
  const { chainScroll: scroll } = state.ui;
  const listing = shownListing(state);
  const strike = strikeAt({ rect, listing, scroll, isFilterOpen: false }, column, row);
  if (!listing || strike === null) return;
  if (strike !== scroll.selected) {
    const selected = selectNearest(rowsOf(listing), windowRows(state), scroll, strike);
    store.dispatch({ type: 'chain-moved', scroll: selected });
  } else if (wasFocused) context.runCommand('strike');
}
