import { type Clock, patience } from '../../base/clock.ts';
import type { ApiCall } from '../../protocol/state.ts';
import { readBody } from './body.ts';
import type { Budget, Priority } from './budget.ts';
import { errorOfStatus, errorOfThrown } from './classify.ts';
import { UpstreamError } from './upstream-error.ts';

export interface HttpRequest {
  /** Path template for the log, without query: `/v3/snapshot/options/{underlying}`. */
  endpoint: string;
  /** Path and query as they go out. */
  target: string;
  priority: Priority;
  signal?: AbortSignal | undefined;
}

export interface HttpOptions {
  fetch: typeof globalThis.fetch;
  baseUrl: string;
  apiKey: string;
  appVersion: string;
  clock: Clock;
  budget: Budget;
  timeoutMs: number;
  retries: number;
  /** A number from 0 up to 1, for the spread of retries. */
  random: () => number;
  /** Told about every request that went out, answered or not. */
  onCall: (call: ApiCall) => void;
}

export interface Http {
  readonly baseUrl: string;
  /**
   * One GET, with retries while another try makes sense, each on a call of the budget.
   * @returns the body as parsed JSON
   * @throws UpstreamError
   */
  getJson(request: HttpRequest): Promise<unknown>;
}

const firstDelayMs = 500;
const longestDelayMs = 8000;
/** After a 429 the window of a minute may be anywhere; a fifth of it is the least that makes sense to wait. */
const blockAfter429Ms = 12_000;
/** A job that cannot get a call for this long gives its slot up. */
const scheduledWaitMs = 61_000;
/** A person does not wait longer than this for a key they pressed. */
const userWaitMs = 2000;

export function createHttp(options: HttpOptions): Http {
  const { fetch, baseUrl, apiKey, appVersion, clock, budget, timeoutMs, retries, random, onCall } = options;
  let refusalsInARow = 0;

  const attempt = async ({ endpoint, target, signal }: HttpRequest): Promise<unknown> => {
    const startedAt = clock.now();
    const start = clock.monotonic();
    let statusCode: number | null = null;
    let failure: UpstreamError | null = null;
    try {
      const response = await fetch(baseUrl + target, {
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${apiKey}`,
          'user-agent': `spyglass/${appVersion}`,
        },
        redirect: 'manual',
        signal: patience(timeoutMs, signal),
      });
      statusCode = response.status;
      const body = await readBody(response);
      if (!response.ok) throw errorOfStatus(response, body, startedAt);
      return parseJson(body);
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
      const start = clock.monotonic();
      const maxWaitMs = request.priority === 'user' ? userWaitMs : scheduledWaitMs;
      for (let tried = 0; ; tried++) {
        await budget.take({
          priority: request.priority,
          maxWaitMs,
          ...(request.signal && { signal: request.signal }),
        });
        try {
          const answer = await attempt(request);
          refusalsInARow = 0;
          return answer;
        } catch (thrown) {
          const error = thrown as UpstreamError;
          if (error.failure === 'rate-limited') {
            refusalsInARow += 1;
            const wait =
              error.retryAfterMs ?? blockAfter429Ms * Math.min(refusalsInARow, 5) * (1 + random() / 4);
            budget.blockUntil(clock.now() + wait);
          }
          const isLate = clock.monotonic() - start >= timeoutMs;
          if (!error.isPassing || tried >= retries || isLate || request.signal?.aborted) throw error;
          const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** tried);
          await clock.sleep((error.retryAfterMs ?? random() * ceiling) * clock.speed, request.signal);
        }
      }
    },
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const what = body === '' ? 'an empty body' : 'something that is not JSON';
    throw new UpstreamError('malformed', `The API answered with ${what}.`, { cause });
  }
}
