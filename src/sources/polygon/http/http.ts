import { type Clock, patience } from '../../../base/clock.ts';
import { orAborted } from '../../../base/or-aborted.ts';
import { steadyTime } from '../../../base/steady-time.ts';
import type { ApiCall } from '../../../recordings/usage.ts';
import { readBody, readErrorBody } from './body.ts';
import { type BodyLimits, checkParts, checkRows } from './body-limits.ts';
import { refusalInside, withKnownStatus } from './body-status.ts';
import type { Budget, Priority } from '../budget.ts';
import { errorOfStatus, errorOfThrown } from './classify.ts';
import type { HttpGet } from './http-get.ts';
import { UpstreamError } from './upstream-error.ts';
import { withMilliseconds } from '../parse/vendor-time.ts';

export interface HttpRequest {
  /** Path template for the log, without query: `/v3/snapshot/options/{underlying}`. */
  endpoint: string;
  /** Path and query as they go out. */
  target: string;
  priority: Priority;
  signal?: AbortSignal | undefined;
  onProgress?: (() => void) | undefined;
  /** What the answer may hold. */
  limits: BodyLimits;
}

export interface HttpOptions {
  httpGet: HttpGet;
  baseUrl: string;
  apiKey: string;
  appVersion: string;
  clock: Clock;
  budget: Budget;
  /** Patience (real ms) with one request, its retries and the pauses between them included, but not the budget's turn. */
  timeoutMs: number;
  retries: number;
  /** A number from 0 up to 1, for the spread of retries. */
  random: () => number;
  /** Aborts when the daemon closes: what is on its way may still arrive, but nothing waits to be sent any more. */
  closing?: AbortSignal;
  /** Told about every request that went out, answered or not. */
  onCall: (call: ApiCall) => void;
}

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
/** Clients that were refused together should not come back together. */
const jitterMs = 5000;
/** How often a key that was rejected is tried by itself: it may have been rejected by mistake. */
const rejectedKeyPauseMs = 300_000;
/** How long a request waits for a call of the budget, in ms of the clock. */
export const callWaitMs: Record<Priority, number> = {
  /** A person does not wait longer for a key they pressed. */
  user: 2000,
  /** A job that cannot get a call for this long gives its slot up. */
  scheduled: 61_000,
  /** What is polled besides waits for a gap that the slots leave. */
  extra: 300_000,
};

export function createHttp(options: HttpOptions): Http {
  const { httpGet, baseUrl, apiKey, appVersion, clock, budget, timeoutMs, retries, random, onCall } = options;
  let refusalsInARow = 0;
  const time = steadyTime(clock);
  let rejection: { error: UpstreamError; until: number } | null = null;
  /** Endpoints whose last request failed although it was tried again: one try a slot is enough until that is over. */
  const broken = new Set<string>();

  /** To the next full minute, by which most limits count, and a minute longer for each refusal in a row. */
  const pauseAfterRefusal = (retryAfterMs: number | null) => {
    const toNextMinute = minuteMs - (clock.now() % minuteMs);
    const own = Math.max(minBlockMs, toNextMinute) + minuteMs * Math.min(refusalsInARow - 1, 4);
    return (retryAfterMs ?? own) + random() * jitterMs;
  };

  const attempt = async (
    { endpoint, target, signal, limits }: HttpRequest,
    patienceMs: number,
  ): Promise<unknown> => {
    const startedAt = clock.now();
    const start = clock.monotonic();
    let statusCode: number | null = null;
    let failure: UpstreamError | null = null;
    const limit = patience(patienceMs, signal);
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${apiKey}`,
      'user-agent': `spyglass/${appVersion}`,
    };
    try {
      // A connection may end in ways that settle nothing; each has cost a job its promise, and a recording its end.
      const asked = httpGet(baseUrl + target, { headers, redirect: 'manual', signal: limit });
      const response = await orAborted(asked, limit);
      statusCode = response.status;
      if (!response.ok) {
        throw errorOfStatus(response, await orAborted(readErrorBody(response), limit), startedAt);
      }
      const body = await orAborted(readBody(response, limits.bytes), limit);
      checkParts(body, limits);
      const answer = parseJson(body);
      checkRows(answer, limits);
      const refusal = refusalInside(statusCode, answer);
      if (refusal) throw refusal;
      return withKnownStatus(answer);
    } catch (thrown) {
      failure = errorOfThrown(thrown, timeoutMs);
      throw failure;
    } finally {
      onCall({
        endpoint,
        method: 'GET',
        statusCode,
        responseTimeMs: Math.round(clock.monotonic() - start),
        error: failure?.message ?? null,
        timestamp: startedAt,
      });
    }
  };

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
          refusalsInARow = 0;
          rejection = null;
          broken.delete(request.endpoint);
          request.onProgress?.();
          return answer;
        } catch (thrown) {
          const error = thrown as UpstreamError;
          if (error.failure === 'unauthorized') rejection = { error, until: time.now() + rejectedKeyPauseMs };
          if (error.failure === 'rate-limited') {
            refusalsInARow += 1;
            if (refusalsInARow === 1) budget.lower();
            budget.blockFor(pauseAfterRefusal(error.retryAfterMs));
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

function parseJson(body: string): unknown {
  try {
    return JSON.parse(withMilliseconds(body));
  } catch (cause) {
    const what = body === '' ? 'an empty body' : 'something that is not JSON';
    throw new UpstreamError('malformed', `The API answered with ${what}.`, { cause });
  }
}
