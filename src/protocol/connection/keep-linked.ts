import type { Clock } from '../../base/clock.ts';
import { toSpyglassError } from '../../base/errors.ts';
import type { Link } from './link.ts';

const firstRetryMs = 250;
const maxRetryMs = 5000;

/** A pause between two attempts, which can be cut short. */
export interface RetryDelay {
  wait(ms: number): Promise<void>;
  /** Ends the pause at hand, or leaves out the next one: an attempt under way may have come too early. */
  skip(): void;
  /** The next pause is a full one. */
  reset(): void;
}

/** @param signal ends every pause */
export function createRetryDelay(clock: Clock, signal: AbortSignal): RetryDelay {
  let isSkipped = false;
  let end = () => {};
  return {
    async wait(ms) {
      const over = new AbortController();
      end = () => over.abort();
      if (!isSkipped) await clock.sleep(ms, AbortSignal.any([signal, over.signal]));
      isSkipped = false;
    },
    skip() {
      isSkipped = true;
      end();
    },
    reset() {
      isSkipped = false;
    },
  };
}

/** How links are opened, used and lost. */
export interface KeepLinkedOptions {
  open: () => Promise<Link>;
  /** Uses the link until it ends; resolves with the reason. */
  hold: (link: Link) => Promise<string>;
  /** The link was lost, or none could be opened; resolves when it is time for the next attempt. */
  onLost: (lost: { reason: string; attempt: number; delayMs: number }) => Promise<void>;
  /** Ends the loop and closes the link. */
  signal: AbortSignal;
}

/** Opens links one after the other until the signal aborts; pauses double from 250 ms up to 5 s. Never rejects. */
export async function keepLinked({ open, hold, onLost, signal }: KeepLinkedOptions): Promise<void> {
  for (let attempt = 0; !signal.aborted; ) {
    let reason: string;
    let opened: Link | null = null;
    try {
      opened = await open();
      if (signal.aborted) return opened.close();
      const end = () => opened?.close();
      signal.addEventListener('abort', end, { once: true });
      reason = await hold(opened);
      signal.removeEventListener('abort', end);
      attempt = 0;
    } catch (thrown) {
      opened?.close();
      const error = toSpyglassError(thrown);
      reason = error.code === 'not_running' ? 'the daemon is not running' : `${error.message} ${error.hint}`;
    }
    if (signal.aborted) return;
    const delayMs = Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(attempt, 10));
    attempt += 1;
    await onLost({ reason, attempt, delayMs });
  }
}
