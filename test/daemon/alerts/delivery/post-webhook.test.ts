import type { ServerResponse } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { alertMessageOf } from '../../../../src/market/alerts/alert-message.ts';
import { postWebhook } from '../../../../src/daemon/alerts/delivery/post-webhook.ts';
import { DeliveryFailure } from '../../../../src/daemon/alerts/delivery/delivery-failure.ts';
import { createHttpPost } from '../../../../src/sources/polygon/http/http-get.ts';
import { anAlert, monday } from '../../../db/fixtures.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { until } from '../../../support/until.ts';
import { startReceiver } from './support.ts';

async function post(t: ExecutionContext, answer: (response: ServerResponse) => void) {
  const receiver = await startReceiver(t);
  receiver.treatment.next = answer;
  const clock = manualClock(monday);
  const posted = postWebhook({
    ...{ httpPost: createHttpPost(null), url: `${receiver.url}/s3cr3t`, template: null, appVersion: '1.0.0' },
    ...{ message: alertMessageOf(anAlert(), 'ab01'), limitMs: 5000, clock },
    signal: new AbortController().signal,
  });
  return { ...receiver, clock, posted };
}

test('an answer without end is read to a bound, and its status counts', async (t) => {
  const piece = Buffer.alloc(64 * 1024);
  const { posted } = await post(t, (response) => {
    response.writeHead(200);
    const more = () => {
      while (response.write(piece));
    };
    response.on('drain', more);
    more();
  });
  await t.notThrowsAsync(posted);
});

test('an answer whose body never comes has its status all the same', async (t) => {
  let isAnswered = false;
  const { posted, clock } = await post(t, (response) => {
    response.writeHead(200, { 'content-length': '10' }).flushHeaders();
    isAnswered = true;
  });
  await until(() => isAnswered);
  let isDone = false;
  const done = posted.then(() => {
    isDone = true;
  });
  await until(async () => {
    await clock.advance(100);
    return isDone || clock.now() > monday + 60_000;
  });
  await t.notThrowsAsync(done);
});

test('a receiver says when it wants to be asked again, and no failure names its address', async (t) => {
  const { posted } = await post(t, (response) =>
    response.writeHead(429, { 'retry-after': '90' }).end('s3cr3t'),
  );
  const busy = await t.throwsAsync<DeliveryFailure>(posted, { instanceOf: DeliveryFailure });
  t.deepEqual([busy.message, busy.retryAfterMs], ['the receiver answered with status 429', 90_000]);

  const broken = await post(t, (response) => response.destroy());
  const cut = await t.throwsAsync<DeliveryFailure>(broken.posted, { instanceOf: DeliveryFailure });
  t.regex(cut.message, /^the receiver cannot be reached \((ECONNRESET|no connection)\)$/);
  t.false(String(cut.stack).includes('s3cr3t'));
  t.is(cut.cause, undefined);
});
