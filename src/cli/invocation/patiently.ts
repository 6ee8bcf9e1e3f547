import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';

const pauseMs = 20_000;
const maxPauses = 30;

/** Goes on when the budget has calls again, whoever used them up. */
export async function patiently<T>(ask: () => Promise<T>, clock: Clock, signal: AbortSignal): Promise<T> {
  for (let pauses = 0; ; pauses++) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = error instanceof SpyglassError && error.code === 'rate_limited';
      if (!isPassing || pauses >= maxPauses || signal.aborted) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
}
