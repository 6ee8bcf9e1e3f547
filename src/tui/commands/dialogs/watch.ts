import { always, closeDialog } from '../command-parts.ts';
import { shownSubscription } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { watchedRows } from '../../state/watch.ts';
import type { Command, CommandContext } from '../command.ts';
import { canSwitch, lookAtSymbol } from '../symbols/look.ts';

const longestSymbol = 10;

/** What may follow the first letter of a symbol: `BRK.B`, `I:SPX`. */
const isTypable = (character: string) => character === '.' || character === ':';

const watchDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'watch' ? ui.dialog : null);

/** Opens the watch list with the symbol on screen selected. */
export function openWatch({ store }: CommandContext): void {
  const rows = watchedRows(store.getState());
  const selected = Math.max(
    0,
    rows.findIndex(({ isActive }) => isActive),
  );
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'watch', selected, typed: '' } });
}

export function moveWatch({ store }: CommandContext, by: number): void {
  const state = store.getState();
  const dialog = watchDialog(state);
  if (!dialog) return;
  const last = watchedRows(state).length - 1;
  const selected = Math.max(0, Math.min(last, dialog.selected + by));
  store.dispatch({ type: 'watch-moved', selected, typed: '' });
}

/** Adds a capital letter, a dot or a colon to the typed symbol; other characters are ignored. */
export function typeIntoWatch({ store }: CommandContext, character: string): void {
  const dialog = watchDialog(store.getState());
  const isFitting = /^[A-Z]$/.test(character) || (isTypable(character) && dialog?.typed !== '');
  if (!dialog || !isFitting || dialog.typed.length >= longestSymbol) return;
  store.dispatch({ type: 'watch-moved', selected: dialog.selected, typed: dialog.typed + character });
}

export function eraseInWatch({ store }: CommandContext): void {
  const dialog = watchDialog(store.getState());
  if (dialog) {
    const { selected, typed } = dialog;
    store.dispatch({ type: 'watch-moved', selected, typed: typed.slice(0, -1) });
  }
}

export async function chooseWatched(context: CommandContext): Promise<void> {
  const { store } = context;
  const state = store.getState();
  const dialog = watchDialog(state);
  if (!dialog) return;
  const symbol = dialog.typed || watchedRows(state)[dialog.selected]?.symbol;
  store.dispatch({ type: 'dialog-closed' });
  if (symbol === undefined || (symbol === shownSubscription(state).symbol && !dialog.typed)) return;
  await lookAtSymbol(context, symbol);
}

/** What keys mean in the watch list. */
export const watchCommands: readonly Command[] = [
  {
    id: 'watch-down',
    scope: 'watch',
    keys: ['down', 'j'],
    footerKey: '↑↓',
    label: 'select',
    summary: 'Next symbol of the watch list',
    footer: 2,
    isEnabled: always,
    run: (context) => moveWatch(context, 1),
  },
  {
    id: 'watch-up',
    scope: 'watch',
    keys: ['up', 'k'],
    label: 'up',
    summary: 'Previous symbol of the watch list',
    footer: null,
    isEnabled: always,
    run: (context) => moveWatch(context, -1),
  },
  {
    id: 'watch-erase',
    scope: 'watch',
    keys: ['backspace'],
    label: 'erase',
    summary: 'Take back the last letter of the symbol',
    footer: null,
    isEnabled: always,
    run: eraseInWatch,
  },
  {
    id: 'watch-choose',
    scope: 'watch',
    keys: ['enter'],
    label: 'look at it',
    summary: 'Look at the selected symbol, or the one that was typed',
    footer: 1,
    isEnabled: canSwitch,
    run: chooseWatched,
  },
  {
    id: 'watch-close',
    scope: 'watch',
    keys: ['escape', 's', 'w', 'q'],
    yieldingKeys: ['w'],
    label: 'close',
    summary: 'Close the watch list',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
