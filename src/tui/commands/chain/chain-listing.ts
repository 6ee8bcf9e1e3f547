import { type ChainListing, chainListing, chainSorts, sortLabels } from '../../state/chain/chain-listing.ts';
import { layoutOf, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { CommandContext } from '../command.ts';

/** The strikes of the chain on screen as they are listed; `null` while there is none. */
export function shownListing(state: DashboardState): ChainListing | null {
  const { chain } = shownPicture(state);
  return chain && chainListing(chain, state.ui.chainFilter, state.ui.chainSort);
}

export function isChainShown(state: DashboardState): boolean {
  const layout = layoutOf(state);
  return layout.kind === 'panes' && layout.panes.chain !== null;
}

export function canSort(state: DashboardState): true | string {
  return isChainShown(state) || 'The order is the chain’s; {screen-chain} shows it.';
}

export function nextSort({ store, toast }: CommandContext): void {
  const at = chainSorts.indexOf(store.getState().ui.chainSort);
  const sort = chainSorts[(at + 1) % chainSorts.length]!;
  store.dispatch({ type: 'sort-chosen', sort });
  toast(`Chain by ${sortLabels[sort]}${sort === 'strike' ? '' : ', largest first'}`);
}
