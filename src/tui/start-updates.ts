import { toSpyglassError } from '../base/errors.ts';
import type { CommandContext } from './commands/command.ts';
import type { DashboardOptions } from './dashboard-options.ts';
import { lookAtSymbol } from './commands/symbols/look.ts';
import { noticeMs } from './commands/toast-times.ts';
import { createNotifier } from './input/notifier.ts';
import { yieldedKeys } from './keys/yielded-keys.ts';
import { upstreamText } from './present/upstream-text.ts';
import { startFeed } from './state/picture/feed.ts';
import { keepSeenLimits } from './state/plan/keep-limits.ts';
import { startQuestions } from './state/questions.ts';
import { recordedCount } from './state/selectors.ts';
import type { Store } from './state/store.ts';

/**
 * Keeps the store up to date: the daemon's events, the answers that screens ask for, and the limits that the user has
 * seen. An alert is also shown in the footer and passed to the terminal.
 * @returns the function that ends it
 */
export function startUpdates(options: DashboardOptions, store: Store, context: CommandContext): () => void {
  const { connection, clock, stdout, keptLimits } = options;
  const { notify, isTmux } = options.attention ?? { notify: 'off', isTmux: false };
  const callAttention = createNotifier({ stdout, clock, notify, isTmux });
  const stopFeed = startFeed(connection, store, clock, (alert) => {
    context.toast(`▲ ${upstreamText(alert.message, 200)}`, 'warning');
    callAttention(alert);
  });
  const stopQuestions = startQuestions(connection, store, clock);
  const stopKeeping =
    keptLimits &&
    keepSeenLimits(store, keptLimits, (thrown) =>
      context.toast(upstreamText(toSpyglassError(thrown).message), 'warning'),
    );
  const stopNotices = noticeYieldedKeys(store, context);
  const stopFirst = showFirst(options.symbol, store, context);
  return () => {
    stopFirst();
    stopNotices();
    stopKeeping?.();
    stopQuestions();
    stopFeed();
  };
}

/** Says once which keys newer commands lack by the user's settings, where these commands have something to do. */
function noticeYieldedKeys(store: Store, context: CommandContext): () => void {
  const [first] = yieldedKeys(store.getState().keys);
  if (first === undefined) return () => {};
  const stop = store.subscribe(() => {
    if (recordedCount(store.getState()) === 0) return;
    stop();
    context.toast(first, 'text', noticeMs);
  });
  return stop;
}

/** Asks again for the symbol to be shown first where the daemon shows another one: the footer says why it does. */
function showFirst(symbol: string | undefined, store: Store, context: CommandContext): () => void {
  if (symbol === undefined) return () => {};
  const stop = store.subscribe(() => {
    const { subscription } = store.getState().picture;
    if (subscription === null) return;
    stop();
    if (subscription.symbol !== symbol) void lookAtSymbol(context, symbol);
  });
  return stop;
}
