import test from 'ava';
import { createEntitlements } from '../../../src/sources/polygon/entitlement.ts';
import { UpstreamError } from '../../../src/sources/polygon/http/upstream-error.ts';
import type { ApiCall } from '../../../src/recordings/usage.ts';
import { manualClock } from '../../support/manual-clock.ts';

const chain = '/v3/snapshot/options/{underlying}';
const bars = '/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}';
const hourMs = 3_600_000;
const refuse = (failure: 'not-entitled' | 'not-yet' | 'too-old') => async () => {
  throw new UpstreamError(failure, `The API answered 403: ${failure}`);
};

test('what is refused is asked for again after a day, or when somebody insists', async (t) => {
  const clock = manualClock(0);
  const known = createEntitlements({ clock, onPaidPlan: () => t.fail() });
  t.true(known.isWorthAsking(chain));
  await t.throwsAsync(known.learn(chain, refuse('not-entitled')));
  t.false(known.isWorthAsking(chain));
  t.true(known.isWorthAsking(chain, true));
  t.true(known.isWorthAsking(bars));
  await clock.advance(20 * hourMs);
  t.true(known.isWorthAsking(chain));
});

test('rejections of dates do not concern the endpoint', async (t) => {
  const known = createEntitlements({ clock: manualClock(0), onPaidPlan: () => {} });
  for (const failure of ['not-yet', 'too-old'] as const) {
    await t.throwsAsync(known.learn(bars, refuse(failure)));
    t.is(known.of(bars)!.state, failure);
    t.true(known.isWorthAsking(bars));
  }
});

test('a snapshot that is served shows a paid plan', async (t) => {
  let paid = 0;
  const known = createEntitlements({ clock: manualClock(0), onPaidPlan: () => void paid++ });
  await known.learn(bars, async () => ({}));
  t.is(paid, 0);
  await known.learn(chain, async () => ({}));
  t.is(paid, 1);
});

test('what earlier processes learnt is read from their log, each meaning of 403 by its sentence', (t) => {
  const call = (endpoint: string, statusCode: number, error: string | null, timestamp: number): ApiCall => ({
    ...{ endpoint, statusCode, error, timestamp, method: 'GET', responseTimeMs: 5 },
  });
  const clock = manualClock(10 * hourMs);
  const known = createEntitlements({
    clock,
    onPaidPlan: () => t.fail('a log is no answer'),
    log: [
      call(chain, 200, null, 1 * hourMs),
      call(chain, 403, 'The API answered 403: You are not entitled to this data.', 2 * hourMs),
      call(
        bars,
        403,
        "The API answered 403: Attempted to request today's data before end of day.",
        3 * hourMs,
      ),
      call('/x', 403, "The API answered 403: Your plan doesn't include this data timeframe.", 3 * hourMs),
      call('/y', 500, 'The API answered 500', 3 * hourMs),
      call('/z', 200, 'The API answered 200: backend timed out', 3 * hourMs),
    ],
  });
  t.deepEqual(
    known.list().map(({ endpoint, state }) => [endpoint, state]),
    [
      [chain, 'not-entitled'],
      [bars, 'not-yet'],
      ['/x', 'too-old'],
    ],
  );
  t.false(known.isWorthAsking(chain));
  clock.set(22 * hourMs);
  t.true(known.isWorthAsking(chain));
});
