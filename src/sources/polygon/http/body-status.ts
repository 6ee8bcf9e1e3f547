import { sanitizeText } from '../../../base/sanitize.ts';
import { errorSentence, failureInside } from './classify.ts';
import { UpstreamError } from './upstream-error.ts';

/** What `status` stands for where a body has one. Anything else with a status of 200 is an error. */
const successes = new Set<unknown>(['OK', 'DELAYED']);

const longestWord = 40;

/** `null` where a body says nothing of itself: some endpoints have no `status`, one answers with a bare list. */
function statusOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  const { status } = answer as { status?: unknown };
  if (typeof status !== 'string') return status ?? null;
  return wordOf(status) || null;
}

/** A word of the API's in one spelling: `Not Found` is `NOT_FOUND`. */
export function wordOf(text: string): string {
  return sanitizeText(text, longestWord).trim().toUpperCase().replaceAll(/\W+/g, '_');
}

/** The error inside an answer whose status says success; `null` where there is none. */
export function errorInside(httpStatus: number, answer: unknown): UpstreamError | null {
  const status = statusOf(answer);
  if (status === null || successes.has(status)) return null;
  if (typeof status === 'number' && status < 300) return null;
  if (typeof status !== 'string' && typeof status !== 'number')
    return new UpstreamError('malformed', 'The API answered with a status that makes no sense.');
  const sentence = errorSentence(answer);
  // The most general word says nothing that the sentence does not.
  const said = status === 'ERROR' ? `${httpStatus}` : `${httpStatus} ${status}`;
  const message = sentence
    ? `The API answered ${said}: ${sentence}`
    : `The API answered ${said} without a reason`;
  return new UpstreamError(failureInside(String(status), sentence), message);
}

/** The answer with its status in the vendor's own spelling, which is all that parsers look for. */
export function withKnownStatus(answer: unknown): unknown {
  const status = statusOf(answer);
  if (!successes.has(status) || (answer as { status: unknown }).status === status) return answer;
  return { ...(answer as object), status };
}
