import { always, closeDialog } from '../command-parts.ts';
import { toSpyglassError } from '../../../base/errors.ts';
import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { shownSubscription, subscriptionText } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { steppedSubscription, watchedRows } from '../../state/watch.ts';
import type { Command, CommandContext } from '../command.ts';
import { canAskDaemon } from '../refresh.ts';

/** Real ms to wait before switching, so that expirations that are only passed are not polled. */
const settleMs = 250;
const longestSymbol = 10;

export function canSwitch(state: DashboardState): true | string {
  if (state.frozen) return 'The picture is held still; {freeze} lets it go on.';
  return canAskDaemon(state);
}

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

/** Adds a capital letter or a dot to the typed symbol; other characters are ignored. */
export function typeIntoWatch({ store }: CommandContext, character: string): void {
  const dialog = watchDialog(store.getState());
  const isFitting = /^[A-Z]$/.test(character) || (character === '.' && dialog?.typed !== '');
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
  await lookAt(context, { symbol, expiration: null }, 0);
}

/** Switches to another symbol or expiration. If that fails, the one shown before is back on screen. */
async function lookAt(
  context: CommandContext,
  subscription: ChainSubscription,
  delayMs: number,
): Promise<void> {
  const { store, connection, clock, toast } = context;
  store.dispatch({ type: 'subscription-wanted', subscription });
  if (delayMs > 0) await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
  if (store.getState().switching !== subscription) return;
  try {
    await connection.look(subscription);
  } catch (thrown) {
    const { message, hint } = toSpyglassError(thrown);
    toast(`${subscriptionText(subscription)}: ${upstreamText(`${message} ${hint}`, 200)}`, 'error');
  } finally {
    store.dispatch({ type: 'subscription-settled', subscription });
  }
}

export const canStep =
  (step: number) =>
  (state: DashboardState): true | string => {
    const can = canSwitch(state);
    if (can !== true || steppedSubscription(state, step)) return can;
    if (state.picture.subscription?.symbol !== shownSubscription(state).symbol)
      return 'Its expirations are not known yet.';
    return step < 0 ? 'This is the nearest expiration.' : 'No later expiration is listed.';
  };

export const stepExpiration = (step: number) => async (context: CommandContext) => {
  const subscription = steppedSubscription(context.store.getState(), step);
  if (subscription) await lookAt(context, subscription, settleMs);
};

export function canReturn(state: DashboardState): true | string {
  const can = canSwitch(state);
  if (can !== true) return can;
  return shownSubscription(state).expiration !== null || 'This is the nearest expiration.';
}

export async function returnToNearest(context: CommandContext): Promise<void> {
  const { symbol } = shownSubscription(context.store.getState());
  await lookAt(context, { symbol, expiration: null }, 0);
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
    keys: ['escape', 's', 'q'],
    label: 'close',
    summary: 'Close the watch list',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
