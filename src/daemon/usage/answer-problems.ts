import { sanitizeText } from '../../base/sanitize.ts';
import { createSignal, type Signal } from '../../base/signal.ts';
import type { Usage } from '../../protocol/state.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** Answers of the vendor that could not be used, in whole or in part, since the daemon started. */
export interface AnswerProblems {
  /** Rows were left out, one reason each. */
  onRejections(reasons: readonly string[]): void;
  /** An answer did not come, or came and could not be used. */
  onFailure(error: unknown): void;
  rejectedRows(): Usage['rejectedRows'];
  /** Answers that came well and made no sense. */
  unreadable(): number;
  /** One of the figures has changed. */
  readonly changed: Pick<Signal, 'on'>;
}

/** Reasons may quote what the API sent, so that there could be any number of different ones. */
const maxReasons = 50;
/** Reasons that are shown. */
const shownReasons = 5;

/** @param loggedError what the latest call failed with: a failure that is in the log is not counted again */
export function createAnswerProblems(loggedError: () => string | null): AnswerProblems {
  const rows = new Map<string, number>();
  let rejected = 0;
  let unreadable = 0;
  const changed = createSignal();
  return {
    changed,
    unreadable: () => unreadable,
    onFailure(error) {
      if (!(error instanceof UpstreamError) || error.failure !== 'malformed') return;
      if (error.message === loggedError()) return;
      unreadable += 1;
      changed.emit();
    },
    onRejections(reasons) {
      if (reasons.length === 0) return;
      rejected += reasons.length;
      for (const text of reasons) {
        const reason = sanitizeText(text, 80);
        const key = rows.has(reason) || rows.size < maxReasons ? reason : 'other reasons';
        rows.set(key, (rows.get(key) ?? 0) + 1);
      }
      changed.emit();
    },
    rejectedRows: () => ({
      count: rejected,
      reasons: [...rows]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, shownReasons),
    }),
  };
}
