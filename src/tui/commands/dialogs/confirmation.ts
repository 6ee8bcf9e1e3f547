import type { DashboardState } from '../../state/state.ts';
import type { Store } from '../../state/store.ts';

/**
 * Whether an irreversible command may be confirmed: only by input that arrived after its question was drawn. A paste
 * or fast typing may hold the key that opens a dialog and the one that confirms it in one piece.
 */
export interface Confirmation {
  /** Input has arrived. */
  arrived(): void;
  /** Whether the latest input arrived after the open dialog, in its present step, was drawn. */
  isAfterQuestion(): boolean;
  close(): void;
}

/** @param framesDrawn how many pictures were drawn so far */
export function createConfirmation(store: Store, framesDrawn: () => number): Confirmation {
  let question = questionOf(store.getState());
  let askedAt = framesDrawn();
  let arrivedAt = askedAt;
  const close = store.subscribe(() => {
    const next = questionOf(store.getState());
    if (next !== question) askedAt = framesDrawn();
    question = next;
  });
  return {
    arrived() {
      arrivedAt = framesDrawn();
    },
    isAfterQuestion: () => arrivedAt > askedAt,
    close,
  };
}

function questionOf({ ui: { dialog } }: DashboardState): string {
  if (dialog?.kind === 'stop' || dialog?.kind === 'prune' || dialog?.kind === 'quit') {
    return `${dialog.kind} ${dialog.id} ${dialog.progress.step}`;
  }
  if (dialog?.kind === 'alerts') return `alerts ${dialog.asked}`;
  return dialog?.kind ?? '';
}
