import type { Clock } from '../../../base/clock.ts';
import { orAborted } from '../../../base/or-aborted.ts';
import { type AlertMessage, fillTemplate } from '../../../market/alerts/alert-message.ts';
import { retryAfter } from '../../../sources/polygon/http/classify.ts';
import type { HttpPost } from '../../../sources/polygon/http/http-get.ts';
import { codeOf, DeliveryFailure } from './delivery-failure.ts';

/** Of an answer, this much is read so that its connection can be used again; nothing in it counts but the status. */
const largestAnswer = 64 * 1024;

/** A message to a webhook. */
export interface WebhookPost {
  httpPost: HttpPost;
  /** Secret: it is in no error. */
  url: string;
  /** JSON with names in braces; `null` for the message itself. */
  template: string | null;
  message: AlertMessage;
  appVersion: string;
  limitMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * One POST. Resolves when the receiver has answered with 2xx.
 * @throws DeliveryFailure
 */
export async function postWebhook(post: WebhookPost): Promise<void> {
  const { httpPost, url, template, message, appVersion, limitMs, clock, signal } = post;
  const late = new AbortController();
  const stopWaiting = clock.after(limitMs * clock.speed, () => late.abort());
  const limit = AbortSignal.any([late.signal, signal]);
  try {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': message.id,
      'x-spyglass-alert-id': message.id,
      'user-agent': `spyglass/${appVersion}`,
    };
    const body = template === null ? JSON.stringify(message) : fillTemplate(template, message);
    const answer = await orAborted(httpPost(url, { headers, body, signal: limit }), limit);
    // The status counts, however the body ends.
    await Promise.allSettled([orAborted(drain(answer.body), limit)]);
    if (answer.ok) return;
    const wait = retryAfter(answer.headers.get('retry-after'), clock.now());
    if (answer.status >= 300 && answer.status < 400) {
      throw new DeliveryFailure(`the receiver redirected elsewhere (${answer.status}), which is refused`);
    }
    throw new DeliveryFailure(`the receiver answered with status ${answer.status}`, wait);
  } catch (error) {
    if (error instanceof DeliveryFailure) throw error;
    if (signal.aborted) throw new DeliveryFailure('the daemon is closing');
    if (late.signal.aborted)
      throw new DeliveryFailure(`the receiver did not answer within ${limitMs / 1000} s`);
    throw new DeliveryFailure(`the receiver cannot be reached (${codeOf(error) ?? 'no connection'})`);
  } finally {
    stopWaiting();
  }
}

async function drain(body: AsyncIterable<Uint8Array> | null): Promise<void> {
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > largestAnswer) return;
  }
}
