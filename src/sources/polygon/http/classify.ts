import { messageOf } from '../../../base/errors.ts';
import { sanitizeText } from '../../../base/sanitize.ts';
import type { HttpAnswer } from './http-get.ts';
import { UpstreamError, type UpstreamFailure } from './upstream-error.ts';

/** The sentence of an error body, which comes as JSON, plain text, HTML or not at all. */
function sentenceOf(body: string): string | null {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(body);
  } catch {
    const isMarkup = body.trimStart().startsWith('<');
    return isMarkup || body.trim() === '' ? null : sanitizeText(body, 200);
  }
  return errorSentence(parsed);
}

/** The sentence of a parsed error body, where it stands as `error` or as `message`. */
export function errorSentence(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { error, message } = answer as { error?: unknown; message?: unknown };
  const sentence = typeof error === 'string' && error !== '' ? error : message;
  return typeof sentence === 'string' && sentence !== '' ? sanitizeText(sentence, 200) : null;
}

/** The failure that an answer other than 2xx stands for. */
export function failureOfStatus(status: number, sentence: string | null): UpstreamFailure {
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401) return 'unauthorized';
  if (status === 403) {
    if (/before end of day|today'?s data/i.test(sentence ?? '')) return 'not-yet';
    if (/timeframe/i.test(sentence ?? '')) return 'too-old';
    if (/unknown api key/i.test(sentence ?? '')) return 'unauthorized';
    return 'not-entitled';
  }
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'server' : 'bad-request';
}

/**
 * The failure that the `status` of a body stands for, in capitals, or a number like those of HTTP. What is unknown is
 * the server's failure, unless the sentence that comes with it is one of those that come with a status of HTTP as well.
 */
export function failureInside(word: string, sentence: string | null): UpstreamFailure {
  if (/^\d{3}$/.test(word)) return failureOfStatus(Number(word), sentence);
  const letters = word.replaceAll('_', '');
  if (/unknown api key|api key was not provided/i.test(sentence ?? '')) return 'unauthorized';
  if (/exceeded the maximum requests/i.test(sentence ?? '')) return 'rate-limited';
  if (/^(NOTAUTHORIZED|NOTENTITLED|FORBIDDEN)$/.test(letters)) return failureOfStatus(403, sentence);
  if (/^(UNAUTHORIZED|UNAUTHENTICATED)$/.test(letters)) return 'unauthorized';
  if (letters === 'NOTFOUND') return 'not-found';
  if (/^(TOOMANYREQUESTS|RATELIMITED|RATELIMITEXCEEDED)$/.test(letters)) return 'rate-limited';
  return letters === 'BADREQUEST' ? 'bad-request' : 'server';
}

/** The parts of what `errorInside` says: the word in the body, if any, and the sentence. */
const saidInside = /^The API answered \d+(?: (\w+))?(?:: (.*)| without a reason)$/s;

/** The failure of a logged request, from its status and the sentence that this file and `http.ts` gave it. */
export function failureOfLogged(call: { statusCode: number | null; error: string | null }): UpstreamFailure {
  const { statusCode, error } = call;
  if (statusCode === null) return /did not answer within/.test(error ?? '') ? 'timeout' : 'network';
  if (statusCode >= 300) return failureOfStatus(statusCode, error);
  // The head of the answer was good, what went wrong came after it.
  if (/did not answer within/.test(error ?? '')) return 'timeout';
  if (/cannot be reached/.test(error ?? '')) return 'network';
  if (/is larger than/.test(error ?? '')) return 'too-large';
  if (/^The API answered with /.test(error ?? '')) return 'malformed';
  const [, word = 'ERROR', sentence = null] = saidInside.exec(error ?? '') ?? [];
  return failureInside(word, sentence);
}

/**
 * The error of an answer with a status of failure.
 * @param body its text, cut to a few kilobytes
 * @param now epoch ms, for a `Retry-After` that is a date
 */
export function errorOfStatus(response: HttpAnswer, body: string, now: number): UpstreamError {
  const sentence = sentenceOf(body);
  const failure = failureOfStatus(response.status, sentence);
  const said = sentence ? `${response.status}: ${sentence}` : `${response.status} without a reason`;
  const message =
    failure === 'redirected' ? `redirected elsewhere (${response.status}), which is refused` : said;
  return new UpstreamError(failure, `The API answered ${message}`, {
    retryAfterMs: retryAfter(response.headers.get('retry-after'), now),
  });
}

/** `Retry-After` in milliseconds: it comes in seconds or as a date. `null` when absent or senseless. */
export function retryAfter(header: string | null, now: number): number | null {
  if (!header) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 3_600_000) : null;
}

/** What a failed request or a broken body stands for. */
export function errorOfThrown(thrown: unknown, timeoutMs: number): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  const isTimeout = thrown instanceof Error && thrown.name === 'TimeoutError';
  if (isTimeout) {
    return new UpstreamError('timeout', `The API did not answer within ${timeoutMs / 1000} s.`, {
      cause: thrown,
    });
  }
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return new UpstreamError('network', `The API cannot be reached: ${reasonOf(cause)}`, { cause: thrown });
}

function reasonOf(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  const said = sanitizeText(messageOf(cause), 120);
  // OpenSSL's own sentences hold addresses in memory and lines of its source.
  const sslReason = /:SSL routines:[^:]*:([^:]+):/.exec(said)?.[1];
  if (sslReason) return typeof code === 'string' ? `${code} ${sslReason}` : sslReason;
  if (typeof code !== 'string' || said.includes(code)) return said;
  return code.startsWith('ERR_') ? code : `${code} ${said}`;
}
