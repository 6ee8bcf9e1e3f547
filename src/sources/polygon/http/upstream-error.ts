import { type ErrorCode, SpyglassError, type SpyglassErrorOptions } from '../../../base/errors.ts';

/** What went wrong with a request, as far as the next step depends on it. */
export type UpstreamFailure =
  | 'unauthorized'
  /** The plan does not include this endpoint. */
  | 'not-entitled'
  /** The plan includes it, but not for today before the day has ended. */
  | 'not-yet'
  /** The dates asked for lie outside of the plan's history. */
  | 'too-old'
  | 'not-found'
  | 'rate-limited'
  | 'bad-request'
  | 'server'
  | 'network'
  | 'timeout'
  | 'redirected'
  | 'too-large'
  | 'malformed'
  /** No call was made: this minute's calls are used up. */
  | 'budget';

const codes: Record<UpstreamFailure, ErrorCode> = {
  unauthorized: 'key_rejected',
  'not-entitled': 'not_entitled',
  'not-yet': 'not_entitled',
  'too-old': 'not_entitled',
  'not-found': 'no_data',
  'rate-limited': 'rate_limited',
  'bad-request': 'upstream_failed',
  server: 'upstream_failed',
  network: 'upstream_unreachable',
  timeout: 'upstream_unreachable',
  redirected: 'upstream_failed',
  'too-large': 'upstream_failed',
  malformed: 'upstream_failed',
  budget: 'rate_limited',
};

/** What a failure of the API can carry. */
export interface UpstreamErrorOptions extends SpyglassErrorOptions {
  retryAfterMs?: number | null;
  /** What people meet, where that is more precise than what the failure stands for. */
  code?: ErrorCode;
}

/** A request that brought no usable answer. `code` is the error’s row in the table, `failure` the precise kind. */
export class UpstreamError extends SpyglassError {
  readonly failure: UpstreamFailure;
  /** Milliseconds after which the server says that another try makes sense. */
  readonly retryAfterMs: number | null;

  constructor(failure: UpstreamFailure, message: string, options: UpstreamErrorOptions = {}) {
    const { code = codes[failure], retryAfterMs: _, ...rest } = options;
    super(code, message, rest);
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  /** Whether the same request may well succeed a moment later. */
  get isPassing(): boolean {
    return this.failure === 'server' || this.failure === 'network' || this.failure === 'malformed';
  }
}

/** An answer to another question. */
export function otherSymbol(expected: string): UpstreamError {
  return new UpstreamError('malformed', `The API answered about another symbol than ${expected}.`);
}
