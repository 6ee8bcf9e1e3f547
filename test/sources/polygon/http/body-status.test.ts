import test from 'ava';
import { errorInside, withKnownStatus } from '../../../../src/sources/polygon/http/body-status.ts';
import { createEntitlements } from '../../../../src/sources/polygon/entitlement.ts';
import { failureOfLogged } from '../../../../src/sources/polygon/http/classify.ts';
import { manualClock } from '../../../support/manual-clock.ts';

const upgrade = 'You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing';
const tooMany = "You've exceeded the maximum requests per minute, please wait or upgrade your subscription.";

for (const [body, failure, message] of [
  [
    { status: 'NOT_AUTHORIZED', message: upgrade },
    'not-entitled',
    `The API answered 200 NOT_AUTHORIZED: ${upgrade}`,
  ],
  [
    { status: 'not_authorized', results: [{}] },
    'not-entitled',
    'The API answered 200 NOT_AUTHORIZED without a reason',
  ],
  [{ status: 'Not Entitled' }, 'not-entitled', 'The API answered 200 NOT_ENTITLED without a reason'],
  [
    { status: 'NOT_AUTHORIZED', message: "Attempted to request today's data before end of day." },
    'not-yet',
    null,
  ],
  [{ status: 'NOT_AUTHORIZED', message: "Your plan doesn't include this data timeframe." }, 'too-old', null],
  [{ status: 'NOT_AUTHORIZED', error: 'Unknown API Key' }, 'unauthorized', null],
  [{ status: 'UNAUTHORIZED' }, 'unauthorized', null],
  [{ status: 'ERROR', error: 'Unknown API Key' }, 'unauthorized', 'The API answered 200: Unknown API Key'],
  [{ status: 'ERROR', error: tooMany }, 'rate-limited', null],
  [{ status: 'ERROR', error: 'backend timed out' }, 'server', 'The API answered 200: backend timed out'],
  [{ status: 'ERROR' }, 'server', 'The API answered 200 without a reason'],
  [{ status: 'error', results: [{}] }, 'server', 'The API answered 200 without a reason'],
  [{ status: 'NotFound' }, 'not-found', 'The API answered 200 NOTFOUND without a reason'],
  [{ status: 'NOT_FOUND', message: 'Data not found.' }, 'not-found', null],
  [{ status: 'TOO_MANY_REQUESTS' }, 'rate-limited', null],
  [{ status: 'MAINTENANCE', results: [{}] }, 'server', 'The API answered 200 MAINTENANCE without a reason'],
  [{ status: 'success' }, 'server', null],
  [{ status: 403, message: upgrade }, 'not-entitled', `The API answered 200 403: ${upgrade}`],
  [{ status: 429 }, 'rate-limited', null],
  [{ status: true }, 'malformed', 'The API answered with a status that makes no sense.'],
  [{ status: ['OK'] }, 'malformed', null],
] as const) {
  test(`200 with ${JSON.stringify(body)} is the refusal that it says`, (t) => {
    const refusal = errorInside(200, body);
    t.is(refusal?.failure, failure);
    if (message !== null) t.is(refusal?.message, message);
    // What is logged of it says the same to the next process.
    t.is(failureOfLogged({ statusCode: 200, error: refusal!.message }), failure);
  });
}

for (const body of [
  { status: 'OK' },
  { status: 'ok', results: [] },
  { status: ' Delayed ' },
  { status: null },
  { status: '' },
  { status: 200 },
  { market: 'open' },
  [{ status: 'closed', date: '2026-11-26' }],
  [],
  null,
  'text',
]) {
  test(`${JSON.stringify(body)} is no refusal`, (t) => {
    t.is(errorInside(200, body), null);
  });
}

test('a status of success has one spelling from here on', (t) => {
  t.deepEqual(withKnownStatus({ status: 'delayed', results: [] }), { status: 'DELAYED', results: [] });
  t.deepEqual(withKnownStatus({ status: 'OK' }), { status: 'OK' });
  t.deepEqual(withKnownStatus([{ status: 'closed' }]), [{ status: 'closed' }]);
  t.is(withKnownStatus(null), null);
});

test('a word of the API cannot write to a terminal', (t) => {
  const { message } = errorInside(200, { status: '\x1b[31mBAD\u202e', error: 'why\x07' })!;
  t.notRegex(message, /[\x00-\x1f\u202e]/);
});

test('a refusal within a 200 is learnt from the log', (t) => {
  const error = `The API answered 200 NOT_AUTHORIZED: ${upgrade}`;
  const log = [{ endpoint: '/x', method: 'GET', statusCode: 200, responseTimeMs: 5, error, timestamp: 1 }];
  const known = createEntitlements({ clock: manualClock(2), onPaidPlan: () => {}, log });
  t.false(known.isWorthAsking('/x'));
});
