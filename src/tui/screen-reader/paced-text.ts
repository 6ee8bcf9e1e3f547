import type { Clock } from '../../base/clock.ts';
import { plainLine } from '../render/line.ts';
import { wrapText } from '../render/width.ts';
import { footerHints } from '../panes/frame/footer.ts';
import { noAnswers } from '../state/answers.ts';
import { emptyPicture } from '../state/picture/picture.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { screenReaderSentences } from './sentences.ts';

/** A screen reader reads everything that changed, so changes of the market are shown at most this often. */
export const paceMs = 5000;

const keysCells = 78;

/** The sentences as lines, no more than the terminal has: Ink takes back only what is still on screen. */
export function screenReaderLines(state: DashboardState): string[] {
  const { columns, rows } = state.ui;
  const keys = plainLine(footerHints(state, keysCells))
    .trim()
    .replaceAll(/\s{2,}/g, ', ');
  const wrapped = (text: string) => wrapText(text, Math.max(20, columns));
  const closing = state.ui.dialog ? [] : wrapped(`Keys: ${keys}.`);
  const room = Math.max(1, rows - 1 - closing.length);
  return [...screenReaderSentences(state).flatMap(wrapped).slice(0, room), ...closing];
}

/** The user went elsewhere in a recording, or left it; or its outline has come, by which more can be done. */
function isSought(before: DashboardState, { playback }: DashboardState): boolean {
  const generation = (of: DashboardState['playback']) => of?.state?.generation ?? null;
  const hasOutline = (of: DashboardState['playback']) => of?.session != null && of.days !== null;
  const was = before.playback;
  return generation(was) !== generation(playback) || hasOutline(was) !== hasOutline(playback);
}

/** The screen reader's lines, and when they change. */
export interface PacedText {
  /** Lines to show; the same object while nothing changed. */
  get(): readonly string[];
  subscribe(listener: () => void): () => void;
  close(): void;
}

/**
 * Shows results of the user's actions at once, and changes of the market at most every `paceMs`, if a sentence
 * changed.
 */
export function createPacedText(store: Store, clock: Clock): PacedText {
  const listeners = new Set<() => void>();
  let seen = store.getState();
  let shown: readonly string[] = screenReaderLines(seen);
  let shownAt = clock.monotonic();
  let cancel: (() => void) | null = null;

  const show = () => {
    cancel?.();
    cancel = null;
    const next = screenReaderLines(store.getState());
    if (next.join('\n') === shown.join('\n')) return;
    shown = next;
    shownAt = clock.monotonic();
    for (const listener of listeners) listener();
  };
  const look = () => {
    const before = seen;
    const state = store.getState();
    seen = state;
    const isFirst =
      (before.picture === emptyPicture && state.picture !== emptyPicture) ||
      (before.answers === noAnswers && state.answers !== noAnswers);
    const isAsked =
      isFirst ||
      state.ui !== before.ui ||
      state.frozen !== before.frozen ||
      isSought(before, state) ||
      state.answers.day?.date !== before.answers.day?.date ||
      state.connection.status !== before.connection.status;
    if (isAsked) return show();
    // A tick counts too: a value may have become stale.
    cancel ??= clock.after(Math.max(0, shownAt + paceMs - clock.monotonic()), show);
  };
  const unsubscribe = store.subscribe(look);
  return {
    get: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      unsubscribe();
      cancel?.();
    },
  };
}
