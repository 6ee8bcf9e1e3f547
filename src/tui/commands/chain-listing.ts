import { longestFilter, parseFilter } from '../state/chain-filter.ts';
import { type ChainListing, chainListing, chainSorts, sortLabels } from '../state/chain-listing.ts';
import { layoutOf, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { CommandContext } from './command.ts';

/** The strikes of the chain on screen as they are listed; `null` while there is none. */
export function shownListing(state: DashboardState): ChainListing | null {
  const { chain } = shownPicture(state);
  return chain && chainListing(chain, state.ui.chainFilter, state.ui.chainSort);
}

function isChainShown(state: DashboardState): boolean {
  const layout = layoutOf(state);
  return layout.kind === 'panes' && layout.panes.chain !== null;
}

export function canFilter(state: DashboardState): true | string {
  return isChainShown(state) || 'The filter is the chain’s; {screen-chain} shows it.';
}

export function openFilter({ store }: CommandContext): void {
  store.dispatch({ type: 'focused', pane: 'chain' });
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'filter' } });
}

/** Adds a character to the filter, which works at once. */
export function typeIntoFilter({ store }: CommandContext, character: string): void {
  const { chainFilter } = store.getState().ui;
  if (chainFilter.length >= longestFilter || (character === ' ' && /(^| )$/.test(chainFilter))) return;
  store.dispatch({ type: 'filter-typed', filter: chainFilter + character });
}

export function eraseInFilter({ store }: CommandContext): void {
  store.dispatch({ type: 'filter-typed', filter: store.getState().ui.chainFilter.slice(0, -1) });
}

export function canKeepFilter({ ui }: DashboardState): true | string {
  const { problem } = parseFilter(ui.chainFilter);
  return problem === null || `“${problem.word}” means nothing here: ${problem.meant}.`;
}

export function keepFilter({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-closed' });
}

export function clearFilter({ store }: CommandContext): void {
  store.dispatch({ type: 'filter-typed', filter: '' });
  store.dispatch({ type: 'dialog-closed' });
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
