import { type Clock, patience } from '../../../base/clock.ts';
import { orAborted } from '../../../base/or-aborted.ts';
import type { ApiCall } from '../../../recordings/usage.ts';
import type { Budget, Priority } from '../budget.ts';
import { withMilliseconds } from '../parse/vendor-time.ts';
import { readBody, readErrorBody } from './body.ts';
import { type BodyLimits, checkParts, checkRows } from './body-limits.ts';
import { errorInside, withKnownStatus } from './body-status.ts';
import { errorOfStatus, errorOfThrown } from './classify.ts';
import type { HttpGet } from './http-get.ts';
import { UpstreamError } from './upstream-error.ts';

/** One question to the API. */
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

/** Whom to ask, with which key, and how patiently. */
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
  /**
   * Called before a request is sent; where it throws, the request is not. What it resolves to goes to `onCall`.
   * By default nobody else has to know of calls.
   */
  reserve?: Reserve | undefined;
  /** Takes every request that went out, answered or not. */
  onCall: OnCall;
}

/** Makes a call known before it is sent. @throws UpstreamError `budget` where it must not be sent */
export type Reserve = (call: Pick<ApiCall, 'endpoint' | 'method' | 'timestamp'>) => Promise<number | null>;

/** Takes a call that was made. @param reserved what was reserved for it, `null` for nothing */
export type OnCall = (call: ApiCall, reserved: number | null) => void;

/**
 * @returns a function that sends one GET and reports it to `onCall`, whatever came of it; it resolves to the body as parsed
 * JSON and throws `UpstreamError`
 */
export function createAttempt(
  options: Omit<HttpOptions, 'budget' | 'retries' | 'random'>,
): (request: HttpRequest, patienceMs: number) => Promise<unknown> {
  const { httpGet, baseUrl, apiKey, appVersion, clock, timeoutMs, reserve, onCall } = options;
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    'user-agent': `spyglass/${appVersion}`,
  };
  return async ({ endpoint, target, signal, limits }: HttpRequest, patienceMs: number): Promise<unknown> => {
    const asked = { endpoint, method: 'GET', timestamp: clock.now() };
    const reserved = reserve ? await reserve(asked) : null;
    const startedAt = clock.now();
    const start = clock.monotonic();
    let statusCode: number | null = null;
    let failure: UpstreamError | null = null;
    const limit = patience(patienceMs, signal);
    try {
      // A connection may end in ways that settle nothing; each has cost a job its promise, and a recording its end.
      const sent = httpGet(baseUrl + target, { headers, redirect: 'manual', signal: limit });
      const response = await orAborted(sent, limit);
      statusCode = response.status;
      if (!response.ok) {
        throw errorOfStatus(response, await orAborted(readErrorBody(response), limit), startedAt);
      }
      const body = await orAborted(readBody(response, limits.bytes), limit);
      checkParts(body, limits);
      const answer = parseJson(body);
      checkRows(answer, limits);
      const inside = errorInside(statusCode, answer);
      if (inside) throw inside;
      return withKnownStatus(answer);
    } catch (thrown) {
      failure = errorOfThrown(thrown, timeoutMs);
      throw failure;
    } finally {
      const responseTimeMs = Math.round(clock.monotonic() - start);
      const error = failure?.message ?? null;
      onCall({ endpoint, method: 'GET', statusCode, responseTimeMs, error, timestamp: startedAt }, reserved);
    }
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
