import { steadyTime } from '../../../base/steady-time.ts';
import type { Priority } from '../budget.ts';
import { createAttempt, type HttpOptions, type HttpRequest } from './attempt.ts';
import type { UpstreamError } from './upstream-error.ts';

/** The API over HTTPS. */
export interface Http {
  readonly baseUrl: string;
  /**
   * One GET, with retries while another try makes sense, each on a call of the budget. A key that was rejected is not
   * tried again for some minutes, unless a user asks.
   * @returns the body as parsed JSON
   * @throws UpstreamError
   */
  getJson(request: HttpRequest): Promise<unknown>;
}

const firstDelayMs = 500;
const longestDelayMs = 8000;
const minuteMs = 60_000;
/** After a 429 the vendor's minute may end anywhere; a fifth of it is the least that makes sense to wait. */
const minBlockMs = 12_000;
/** Clients that were throttled together should not come back together. */
const jitterMs = 5000;
/** Pause before a rejected key is tried again without a user: the vendor may have rejected it by mistake. */
const rejectedKeyPauseMs = 300_000;
/** How long a request waits for a call of the budget, in ms of the clock. */
export const callWaitMs: Record<Priority, number> = {
  /** A person does not wait longer for a key they pressed. */
  user: 2000,
  /** A job that cannot get a call for this long gives its slot up. */
  scheduled: 61_000,
  /** A secondary poll waits for a gap that the slots leave. */
  secondary: 300_000,
  /** Whoever rebuilds asks again: a client that waits must hear from the daemon. */
  background: 4000,
};

/** Asks through `httpGet`, on the calls of `budget`; keeps which endpoints fail and whether the key was rejected. */
export function createHttp(options: HttpOptions): Http {
  const { baseUrl, clock, budget, timeoutMs, retries, random } = options;
  let throttledInARow = 0;
  const time = steadyTime(clock);
  let rejection: { error: UpstreamError; until: number } | null = null;
  /** Endpoints whose last request failed although it was tried again: one try a slot is enough until that is over. */
  const broken = new Set<string>();

  /** To the next full minute, by which most limits count, and a minute longer for each 429 in a row. */
  const pauseAfterThrottling = (retryAfterMs: number | null) => {
    const toNextMinute = minuteMs - (clock.now() % minuteMs);
    const own = Math.max(minBlockMs, toNextMinute) + minuteMs * Math.min(throttledInARow - 1, 4);
    return (retryAfterMs ?? own) + random() * jitterMs;
  };

  const attempt = createAttempt(options);

  return {
    baseUrl,
    async getJson(request) {
      let sentAt: number | null = null;
      const leftMs = () => (sentAt === null ? timeoutMs : timeoutMs - (clock.monotonic() - sentAt));
      const isUser = request.priority === 'user';
      const maxWaitMs = callWaitMs[request.priority];
      if (!isUser && rejection && time.now() < rejection.until) throw rejection.error;
      const { closing } = options;
      const signals = [request.signal, closing].filter((signal) => signal !== undefined);
      const patient = AbortSignal.any(signals);
      for (let tried = 0; ; tried++) {
        // The last pages of a poll in flight may still go out where they need not wait.
        const asked = closing?.aborted
          ? { maxWaitMs: 0, ...(request.signal && { signal: request.signal }) }
          : { maxWaitMs: sentAt === null ? maxWaitMs : leftMs() * clock.speed, signal: patient };
        await budget.take({ priority: request.priority, ...asked });
        sentAt ??= clock.monotonic();
        request.onProgress?.();
        try {
          const answer = await attempt(request, leftMs());
          throttledInARow = 0;
          rejection = null;
          broken.delete(request.endpoint);
          request.onProgress?.();
          return answer;
        } catch (thrown) {
          const error = thrown as UpstreamError;
          if (error.failure === 'unauthorized') rejection = { error, until: time.now() + rejectedKeyPauseMs };
          if (error.failure === 'rate-limited') {
            throttledInARow += 1;
            if (throttledInARow === 1) budget.lower();
            budget.blockFor(pauseAfterThrottling(error.retryAfterMs));
          }
          const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** tried);
          const pauseMs = error.retryAfterMs ?? random() * ceiling;
          const isLate = pauseMs >= leftMs();
          // The next slot comes sooner than a call that has to be waited for.
          const isShort = budget.free(request.priority) === 0;
          const isLast = tried >= retries || broken.has(request.endpoint) || isLate || isShort;
          if (error.isPassing && isLast) broken.add(request.endpoint);
          if (!error.isPassing || isLast || patient.aborted) throw error;
          request.onProgress?.();
          await clock.sleep(pauseMs * clock.speed, patient);
        }
      }
    },
  };
}
