import { toSpyglassError } from '../../../base/errors.ts';
import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { steppedSymbol } from '../../state/recorded-rows.ts';
import { recordedCount, shownPicture, shownSubscription, subscriptionText } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { steppedSubscription } from '../../state/watch.ts';
import type { CommandContext } from '../command.ts';
import { canAskDaemon } from '../refresh.ts';

/** Real ms to wait before switching, so that expirations that are only passed are not polled. */
const settleMs = 250;
/** Real ms that the answer about a recorded symbol may take before its panes are empty. */
const graceMs = 150;

/** Whether another symbol or expiration can be looked at. */
export function canSwitch(state: DashboardState): true | string {
  if (state.frozen) return 'The picture is held still; {freeze} lets it go on.';
  return canAskDaemon(state);
}

/** Switches to another symbol or expiration. If that fails, the one shown before is back on screen. */
async function lookAt(
  context: CommandContext,
  subscription: ChainSubscription,
  delayMs: number,
): Promise<void> {
  const { store, clock } = context;
  store.dispatch({ type: 'subscription-wanted', subscription });
  if (delayMs > 0) await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
  if (store.getState().switching === subscription) await settle(context, subscription);
}

/** Asks for what is wanted, and says why where that fails. */
async function settle(
  { store, connection, playback, toast }: CommandContext,
  subscription: ChainSubscription,
): Promise<void> {
  try {
    await (store.getState().playback && playback ? playback : connection).look(subscription);
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
    if (shownPicture(state).subscription?.symbol !== shownSubscription(state).symbol)
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

/** Switches to the nearest expiration of a symbol. */
export function lookAtSymbol(context: CommandContext, symbol: string): Promise<void> {
  return lookAt(context, { symbol, expiration: null }, 0);
}

/** Whether there is another recorded symbol to switch to. */
export function canStepSymbol(state: DashboardState): true | string {
  if (recordedCount(state) === 0) return 'One symbol is recorded; {watch} shows others.';
  return canSwitch(state);
}

/** To the next or previous recorded symbol. */
export async function stepSymbol(context: CommandContext, step: 1 | -1): Promise<void> {
  const symbol = steppedSymbol(context.store.getState(), step);
  if (symbol !== null) await lookAtRecorded(context, symbol);
}

/**
 * Switches to the nearest expiration of a recorded symbol. Its picture is there already, so that the one before stays on
 * screen for a moment instead of an empty one.
 */
export async function lookAtRecorded(context: CommandContext, symbol: string): Promise<void> {
  const subscription: ChainSubscription = { symbol, expiration: null };
  const { store, clock } = context;
  const stopWaiting = clock.after(graceMs, () =>
    store.dispatch({ type: 'subscription-wanted', subscription }),
  );
  try {
    await settle(context, subscription);
  } finally {
    stopWaiting();
  }
}
