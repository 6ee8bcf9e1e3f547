import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { hasListedStrike, moneyOf, scroll, windowRows } from '../chain/scroll.ts';
import { pagingCommands } from './scroll-dialog.ts';
import { rowsOf } from '../../state/chain/chain-listing.ts';
import { selectNearest } from '../../state/chain/chain-scroll.ts';
import type { DashboardState } from '../../state/state.ts';
import { shownListing } from '../chain/chain-listing.ts';

export function canShowStrike(state: DashboardState): true | string {
  if (state.ui.focus !== 'chain') return 'Strikes are in the chain; {screen-chain} shows it.';
  return hasListedStrike(state);
}

/** Opens the selected strike; where none is selected the one nearest to the money, in a ranking the first. */
export function showStrike(context: CommandContext): void {
  const { store } = context;
  const state = store.getState();
  const listing = shownListing(state);
  if (state.ui.chainScroll.selected === null && listing) {
    if (listing.isRanked) scroll(context, { to: 'first' });
    else {
      const selected = selectNearest(
        rowsOf(listing),
        windowRows(state),
        state.ui.chainScroll,
        moneyOf(state),
      );
      store.dispatch({ type: 'chain-moved', scroll: selected });
    }
  }
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'strike' } });
}

/** What keys mean in the dialog of one strike; moving goes to the next strike of the chain. */
export const strikeCommands: readonly Command[] = [
  {
    id: 'strike-down',
    scope: 'strike',
    keys: ['down', 'j'],
    footerKey: '↑↓',
    label: 'strike',
    summary: 'Next strike',
    footer: 1,
    isEnabled: always,
    run: (context) => scroll(context, { by: 1 }),
  },
  {
    id: 'strike-up',
    scope: 'strike',
    keys: ['up', 'k'],
    label: 'strike',
    summary: 'Previous strike',
    footer: null,
    isEnabled: always,
    run: (context) => scroll(context, { by: -1 }),
  },
  ...pagingCommands('strike'),
  {
    id: 'strike-close',
    scope: 'strike',
    keys: ['escape', 'enter', 'q'],
    label: 'close',
    summary: 'Close the strike',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
