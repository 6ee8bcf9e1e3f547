import { canSort, nextSort } from './chain-listing.ts';
import { canFilter, openFilter } from '../dialogs/filter.ts';
import type { Command } from '../command.ts';
import { canChooseColumns, nextColumns } from '../screens.ts';
import { canRecentre, canScroll, recentre, type ScrollMove, scroll } from './scroll.ts';
import { canShowStrike, showStrike } from '../dialogs/strike.ts';
import { canReturn, canStep, returnToNearest, stepExpiration } from '../symbols/look.ts';
import { symbolCommands } from '../symbols/symbol-commands.ts';

const scrolls = (
  id: string,
  keys: readonly string[],
  label: string,
  summary: string,
  move: ScrollMove,
): Command => ({
  id,
  scope: 'panes',
  keys,
  label,
  summary,
  footer: null,
  isEnabled: canScroll,
  run: (context) => scroll(context, move),
});

/** Commands for the chain: symbol, expiration, strikes, columns and order. */
export const chainCommands: readonly Command[] = [
  {
    ...scrolls('down', ['down', 'j'], 'move', 'Next strike, or the next call in the log', { by: 1 }),
    footer: 6,
    footerKey: '↑↓',
  },
  scrolls('up', ['up', 'k'], 'up', 'Previous strike or call', { by: -1 }),
  scrolls('page-down', ['page-down'], 'page down', 'A page down', { pages: 1 }),
  scrolls('page-up', ['page-up'], 'page up', 'A page up', { pages: -1 }),
  scrolls('first', ['g', 'home'], 'first', 'First strike, or the latest call', { to: 'first' }),
  scrolls('last', ['G', 'end'], 'last', 'Last strike, or the oldest call', { to: 'last' }),
  {
    id: 're-centre',
    scope: 'panes',
    keys: ['0'],
    label: 're-centre',
    summary: 'Let the chain, or the strikes of the levels, follow the money again',
    footer: 3,
    isEnabled: canRecentre,
    run: recentre,
  },
  ...symbolCommands,
  {
    id: 'expiration-next',
    scope: 'panes',
    keys: [']'],
    footerKey: '[ ]',
    label: 'expiration',
    summary: 'Chain: the next expiration',
    footer: 7.3,
    isEnabled: canStep(1),
    run: stepExpiration(1),
  },
  {
    id: 'expiration-previous',
    scope: 'panes',
    keys: ['['],
    label: 'expiration',
    summary: 'Chain: the expiration before',
    footer: null,
    isEnabled: canStep(-1),
    run: stepExpiration(-1),
  },
  {
    id: 'expiration-nearest',
    scope: 'panes',
    keys: ['n'],
    label: 'nearest',
    summary: 'Chain: back to the nearest expiration',
    footer: null,
    isEnabled: canReturn,
    run: returnToNearest,
  },
  {
    id: 'strike',
    scope: 'panes',
    keys: ['enter'],
    label: 'details',
    summary: 'All there is of the selected strike, call and put',
    footer: 7.5,
    isEnabled: canShowStrike,
    run: showStrike,
  },
  {
    id: 'columns',
    scope: 'panes',
    keys: ['c'],
    label: 'columns',
    summary: 'Chain columns: all that fit, prices, greeks, volume and open interest',
    footer: 7.2,
    isEnabled: canChooseColumns,
    run: nextColumns,
  },
  {
    id: 'filter',
    scope: 'panes',
    keys: ['/'],
    label: 'filter',
    summary: 'Filter the chain: strikes 660-680 or >670, itm, otm, atm5, ±2%, vol>100, oi>500',
    footer: 7.1,
    isEnabled: canFilter,
    run: openFilter,
  },
  {
    id: 'sort',
    scope: 'panes',
    keys: ['o'],
    label: 'order',
    summary: 'Chain order: strike, volume, open interest, IV, change',
    footer: 13,
    isEnabled: canSort,
    run: nextSort,
  },
];
