import { always } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { longestFilter, parseFilter } from '../../state/chain/chain-filter.ts';
import type { DashboardState } from '../../state/state.ts';
import { isChainShown } from '../chain/chain-listing.ts';

export function canFilter(state: DashboardState): true | string {
  return isChainShown(state) || 'The filter is the chain’s; {screen-chain} shows it.';
}

/** Opens the filter at the foot of the chain. */
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

/** What keys mean while the chain’s filter is typed. */
export const filterCommands: readonly Command[] = [
  {
    id: 'filter-keep',
    scope: 'filter',
    keys: ['enter'],
    label: 'keep',
    summary: 'Keep the filter',
    footer: 1,
    isEnabled: canKeepFilter,
    run: keepFilter,
  },
  {
    id: 'filter-clear',
    scope: 'filter',
    keys: ['escape'],
    label: 'clear',
    summary: 'Clear the filter',
    footer: 0,
    isEnabled: always,
    run: clearFilter,
  },
  {
    id: 'filter-erase',
    scope: 'filter',
    keys: ['backspace'],
    label: 'erase',
    summary: 'Take back the last character of the filter',
    footer: null,
    isEnabled: always,
    run: eraseInFilter,
  },
];
