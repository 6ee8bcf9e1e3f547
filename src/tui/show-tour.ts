import type { CommandContext } from './commands/command.ts';
import { isConnected } from './state/selectors.ts';

/** The tour of the very first start. */
export interface Tour {
  /** It is over, and must never come back. */
  end(): void;
}

/**
 * Shows the tour with the first picture, unless the user is at work already. Input of any kind ends it.
 * @returns the function that stops waiting for the picture
 */
export function showTour(tour: Tour, { store, hasActed }: CommandContext): () => void {
  let isOpen = false;
  const stop = store.subscribe(() => {
    const { picture, ui, playback } = store.getState();
    if (isOpen) {
      if (ui.dialog?.kind === 'tour') return;
      stop();
      tour.end();
    } else if (hasActed()) {
      stop();
      tour.end();
    } else if (picture.subscription !== null && isConnected(store.getState())) {
      if (ui.dialog !== null || playback !== null) return;
      isOpen = true;
      store.dispatch({ type: 'dialog-opened', dialog: { kind: 'tour' } });
    }
  });
  return stop;
}
