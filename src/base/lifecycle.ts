import type { Clock } from './clock.ts';

/** What has been started and must be closed. */
export interface Lifecycle {
  /** Registers what must be closed; the last one registered closes first. Closes it at once if already closing. */
  add(name: string, close: () => void | Promise<void>): void;
  /** Registers what is closed after everything else, whatever is registered later. */
  addLast(name: string, close: () => void | Promise<void>): void;
  /** Aborts when closing begins, so that loops and requests in flight stop first. */
  readonly signal: AbortSignal;
  /** Closes everything in reverse order. Calling it again returns the same promise. */
  close(): Promise<void>;
}

/** How closing waits, and where its problems go. */
export interface LifecycleOptions {
  clock: Clock;
  /** Longest that one part may take, in real milliseconds, before the next one is closed anyway. */
  patienceMs?: number;
  /** Called for a part that failed to close or took too long; closing goes on. */
  onProblem: (name: string, cause: unknown) => void;
}

/** Starts empty. `close` never rejects: problems go to `onProblem`. */
export function createLifecycle({ clock, patienceMs = 4000, onProblem }: LifecycleOptions): Lifecycle {
  const parts: { name: string; close: () => void | Promise<void> }[] = [];
  const controller = new AbortController();
  let closing: Promise<void> | null = null;

  const closePart = async ({ name, close }: (typeof parts)[number]) => {
    let cancel = () => {};
    const tooLong = new Promise<void>((_, reject) => {
      cancel = clock.after(patienceMs * clock.speed, () =>
        reject(new Error(`did not close within ${patienceMs} ms`)),
      );
    });
    try {
      await Promise.race([Promise.resolve().then(close), tooLong]);
    } catch (error) {
      onProblem(name, error);
    } finally {
      cancel();
    }
  };

  return {
    signal: controller.signal,
    add(name, close) {
      if (closing) void closePart({ name, close });
      else parts.push({ name, close });
    },
    addLast(name, close) {
      if (closing) void closePart({ name, close });
      else parts.unshift({ name, close });
    },
    close() {
      closing ??= (async () => {
        controller.abort();
        for (let part = parts.pop(); part; part = parts.pop()) await closePart(part);
      })();
      return closing;
    },
  };
}
