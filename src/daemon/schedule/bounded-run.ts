import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';

/** What a run is given: when to stop, and how to say that it gets on. */
export interface RunBounds {
  /** Aborts when the run is given up. What comes of it after that is not to be kept. */
  signal: AbortSignal;
  /** Patience begins anew: a run of many requests may take long, one that does nothing may not. */
  onProgress: () => void;
}

/** A run that settles in any case. */
export interface BoundedRun<T> {
  /** Settles in any case: as the run does, or with why it was given up. */
  readonly result: Promise<T>;
  /** Aborts the run; gives it up when it does not end at once. */
  hurry(): void;
}

/** Real ms in which an aborted run may still end by itself. */
const lastWordMs = 500;

/** A run that did nothing for so long that it is taken for dead. */
export class RunGivenUp extends SpyglassError {
  constructor(seconds: number) {
    super('timeout', `It did nothing for ${seconds} s and was given up.`, {
      hint: 'It is tried again at the next slot. If it stays so: `spyglass daemon restart`.',
    });
  }
}

/**
 * Runs something that may never settle. After `patienceMs` (real ms) without progress it is aborted and has failed;
 * whatever it comes to later is ignored.
 */
export function boundedRun<T>(
  clock: Clock,
  patienceMs: number,
  run: (bounds: RunBounds) => Promise<T>,
): BoundedRun<T> {
  const controller = new AbortController();
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  let isOver = false;
  let cancel = () => {};
  const giveUpAfter = (ms: number, error: () => Error) => {
    cancel();
    cancel = clock.after(ms * clock.speed, () => {
      const reason = error();
      reject(reason);
      controller.abort(reason);
    });
  };
  const onProgress = () => {
    const isBounded = Number.isFinite(patienceMs) && !isOver && !controller.signal.aborted;
    if (isBounded) giveUpAfter(patienceMs, () => new RunGivenUp(Math.round(patienceMs / 1000)));
  };
  const start = async () => await run({ signal: controller.signal, onProgress });
  onProgress();
  const result = Promise.race([start(), givenUp]).finally(() => {
    isOver = true;
    cancel();
  });
  return {
    result,
    hurry() {
      if (isOver) return;
      controller.abort();
      giveUpAfter(lastWordMs, () => new SpyglassError('not_running', 'The daemon is closing.'));
    },
  };
}
