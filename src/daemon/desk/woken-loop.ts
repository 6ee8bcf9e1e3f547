import type { Clock } from '../../base/clock.ts';

/** Something that is done again and again, and at once when it is woken. */
export interface WokenLoop {
  /** Does it once more at once, also where it is being done now. */
  wake(): void;
  /** Resolves when it is not done any more. */
  close(): Promise<void>;
}

/**
 * @param run does it once; resolves to real ms until the next time, or `null` for never again. It must not reject
 * @param signal aborts when the loop is closed
 */
export function startWokenLoop(
  clock: Clock,
  run: (signal: AbortSignal) => Promise<number | null>,
): WokenLoop {
  const closing = new AbortController();
  const { signal } = closing;
  let isWoken = false;
  let endPause = () => {};
  const goOn = async () => {
    while (!signal.aborted) {
      isWoken = false;
      const pauseMs = await run(signal);
      if (pauseMs === null) return;
      if (isWoken) continue;
      const pause = new AbortController();
      endPause = () => pause.abort();
      await clock.sleep(pauseMs * clock.speed, AbortSignal.any([signal, pause.signal]));
    }
  };
  const going = goOn();
  return {
    wake() {
      isWoken = true;
      endPause();
    },
    async close() {
      closing.abort();
      await going;
    },
  };
}
