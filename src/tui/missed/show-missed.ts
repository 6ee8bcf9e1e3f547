import type { Clock } from '../../base/clock.ts';
import { toSpyglassError } from '../../base/errors.ts';
import type { Missed } from '../../protocol/missed.ts';
import type { CommandContext } from '../commands/command.ts';
import { noticeMs } from '../commands/toast-times.ts';
import { missedNotice } from '../present/missed-text.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { isConnected } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { type KeptLastOpen, keepLastOpen, seenUntil } from './keep-last-open.ts';

/** Who was away for less than this has missed nothing. */
const shortestAwayMs = 5 * 60_000;

/**
 * Asks once, with the first picture, what happened since a dashboard was open last, and shows it. From then on it notes that
 * this one is open; not before, so that what was never shown is shown the next time.
 * @returns the function that ends it
 */
export function catchUp(lastOpen: KeptLastOpen, context: CommandContext, clock: Clock): () => void {
  const { store, connection } = context;
  let stopKeeping = () => {};
  let hasEnded = false;
  const keep = () => {
    if (!hasEnded) stopKeeping = keepLastOpen(store, lastOpen, clock);
  };
  const ask = async (since: number) => {
    try {
      const missed = await connection.request('missed.get', { since });
      if (!hasEnded) show(context, missed);
    } catch (thrown) {
      const { message, hint } = toSpyglassError(thrown);
      if (!hasEnded)
        context.toast(upstreamText(`What was missed cannot be read: ${message} ${hint}`), 'warning');
    }
    keep();
  };
  const stop = store.subscribe(() => {
    const state = store.getState();
    if (state.picture.subscription === null || !isConnected(state)) return;
    stop();
    const since = awaySince(state, lastOpen.at);
    if (since === null) keep();
    else void ask(since);
  });
  return () => {
    hasEnded = true;
    stop();
    stopKeeping();
  };
}

/** When the user looked last; `null` where that is unknown, lies ahead, or was a moment ago. */
function awaySince(state: DashboardState, at: number | null): number | null {
  const now = seenUntil(state);
  return at !== null && now !== null && now - at >= shortestAwayMs ? at : null;
}

/**
 * A dialog for whoever has just come back; a line in the footer for one who is at work already, or has missed nothing. While
 * nothing was to be recorded, and nothing happened, nothing is said.
 */
function show(context: CommandContext, missed: Missed): void {
  const { store, hasActed } = context;
  store.dispatch({ type: 'missed-answered', missed });
  const { ui, playback } = store.getState();
  const isNews = missed.alertCount + missed.gapCount > 0;
  if (isNews && !hasActed() && ui.dialog === null && playback === null) {
    store.dispatch({ type: 'dialog-opened', dialog: { kind: 'missed', selected: 0 } });
  } else if (isNews) sayWhenFree(context, context.withKeys(`${missedNotice(missed)} · {missed} shows them`));
  else if (missed.sessions > 0) sayWhenFree(context, missedNotice(missed));
}

/** Says it once the footer is free: a notice is read to its end. */
function sayWhenFree({ store, toast }: CommandContext, text: string): void {
  const say = () => toast(text, 'text', noticeMs);
  if (!store.getState().ui.toast) {
    say();
    return;
  }
  const stop = store.subscribe(() => {
    if (store.getState().ui.toast) return;
    stop();
    say();
  });
}
