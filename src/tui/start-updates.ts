import { toSpyglassError } from '../base/errors.ts';
import type { Command, CommandContext } from './commands/command.ts';
import type { DashboardOptions } from './dashboard-options.ts';
import { lookAtSymbol } from './commands/symbols/look.ts';
import { noticeMs } from './commands/toast-times.ts';
import { commandsTable } from './commands/commands-table.ts';
import { symbolCommands } from './commands/symbols/symbol-commands.ts';
import { createNotifier } from './input/notifier.ts';
import { yieldedKeys } from './keys/yielded-keys.ts';
import { catchUp } from './missed/show-missed.ts';
import { beginPlayback } from './playback/first-playback.ts';
import { upstreamText } from './present/upstream-text.ts';
import { showTour } from './show-tour.ts';
import { startFeed } from './state/picture/feed.ts';
import { keepSeenLimits } from './state/plan/keep-limits.ts';
import { startQuestions } from './state/questions.ts';
import { isPlaybackOnly } from './state/playback/playback-selectors.ts';
import { isPlayed, recordedCount } from './state/selectors.ts';
import type { DashboardState } from './state/state.ts';
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
    // In a playback, the line about the market as it is shows it.
    if (!isPlayed(store.getState())) context.toast(`▲ ${upstreamText(alert.message, 200)}`, 'warning');
    // One of a recording calls nobody.
    if (!isPlaybackOnly(store.getState())) callAttention(alert);
  });
  const stopQuestions = startQuestions(connection, store, clock);
  const stopKeeping =
    keptLimits &&
    keepSeenLimits(store, keptLimits, (thrown) =>
      context.toast(upstreamText(toSpyglassError(thrown).message), 'warning'),
    );
  const stopNotices = noticeYieldedKeys(store, context);
  const stopPlaying = beginPlayback({
    ...{ connection, store, controls: context.playback, first: options.playback },
  });
  const stopCatchingUp = options.lastOpen && catchUp(options.lastOpen, context, clock);
  const stopTour = options.tour && showTour(options.tour, context);
  const stopFirst = showFirst(options.symbol, store, context);
  return () => {
    stopFirst();
    stopTour?.();
    stopCatchingUp?.();
    stopPlaying();
    stopNotices();
    stopKeeping?.();
    stopQuestions();
    stopFeed();
  };
}

const ofSymbols = symbolCommands.map(({ id }) => id);

/** Newer commands, and when they have something to do. */
const newerCommands: readonly {
  isMeant(command: Command): boolean;
  isDue(state: DashboardState): boolean;
}[] = [
  { isMeant: ({ id }) => ofSymbols.includes(id), isDue: (state) => recordedCount(state) > 0 },
  { isMeant: ({ scope }) => scope === 'playback', isDue: isPlayed },
  {
    isMeant: ({ id, scope }) => scope === 'panes' && !ofSymbols.includes(id),
    isDue: (state) => state.picture.subscription !== null,
  },
];

/** Says once which keys newer commands lack by the user's settings, where these commands have something to do. */
function noticeYieldedKeys(store: Store, context: CommandContext): () => void {
  let waiting = newerCommands.flatMap(({ isMeant, isDue }) => {
    const [first] = yieldedKeys(store.getState().keys, commandsTable, isMeant);
    return first === undefined ? [] : [{ first, isDue }];
  });
  if (waiting.length === 0) return () => {};
  return store.subscribe(() => {
    // One after the other, each for as long as it takes to read.
    if (store.getState().ui.toast) return;
    const due = waiting.find(({ isDue }) => isDue(store.getState()));
    if (!due) return;
    waiting = waiting.filter((each) => each !== due);
    context.toast(due.first, 'text', noticeMs);
  });
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
