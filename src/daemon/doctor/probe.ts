import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { HealthTracker } from '../health.ts';
import type { Endpoints } from '../../sources/polygon/endpoints/endpoints.ts';
import { parseMarketNow } from '../../sources/polygon/parse/parse-market-status.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** What the first question to the API needs. */
export interface ProbeOptions {
  endpoints: Endpoints;
  clock: Clock;
  health: HealthTracker;
  /** Whether nothing has been recorded yet. */
  isFirstStart: boolean;
  isVirtualClock: boolean;
  /** Aborts when the start is called off. */
  signal?: AbortSignal | undefined;
}

/** A clock this far off records minutes under wrong times. */
const tolerableSkewMs = 30_000;
/** Real ms without an answer after which clients see what the start waits for. */
const quietMs = 2000;

/**
 * Asks for the market's status, which every plan may, to learn whether address and key are any good before the jobs
 * begin. A rejected key always ends the start. Failing to reach the API does only while nothing has been recorded: the
 * address has never worked then; later it is an outage, which a daemon at boot must survive.
 * @throws SpyglassError `key_rejected`, or on a first start whatever else went wrong; the signal's reason once it aborts
 */
export async function probe({
  endpoints,
  clock,
  health,
  isFirstStart,
  isVirtualClock,
  signal,
}: ProbeOptions): Promise<void> {
  const cancelNotice = clock.after(quietMs * clock.speed, () =>
    health.raise(
      'start',
      new SpyglassError('upstream_unreachable', 'Still starting: the API has not answered yet.', {
        hint: 'Check the network and SPYGLASS_BASE_URL if this lasts; polling begins with its answer.',
      }),
    ),
  );
  try {
    const { serverTime } = parseMarketNow(await endpoints.marketNow({ priority: 'user', signal }));
    const skewMs = serverTime === null ? 0 : clock.now() - serverTime;
    if (!isVirtualClock && Math.abs(skewMs) > tolerableSkewMs) {
      const seconds = Math.round(Math.abs(skewMs) / 1000);
      const direction = skewMs > 0 ? 'ahead of' : 'behind';
      health.raise(
        'clock',
        new SpyglassError('settings', `This machine's clock is ${seconds} s ${direction} the API's.`, {
          hint: 'Set the clock (NTP); recorded times are this machine’s.',
        }),
      );
    }
  } catch (error) {
    signal?.throwIfAborted();
    const isFatal = error instanceof UpstreamError && error.failure === 'unauthorized';
    const isPassing =
      error instanceof UpstreamError && (error.failure === 'rate-limited' || error.failure === 'budget');
    if (isFatal || (isFirstStart && !isPassing)) throw error;
    health.raise('upstream', error);
  } finally {
    cancelNotice();
    health.clear('start');
  }
}
