import test from 'ava';
import { createRecentCalls, loadRecentCalls } from '../../../src/daemon/usage/recent-calls.ts';
import { failuresOf, usageOfHour } from '../../../src/daemon/usage/usage-of-hour.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ApiCall } from '../../../src/recordings/usage.ts';
import { minute, monday, newDatabase } from '../../db/fixtures.ts';

const hour = 60 * minute;
const options = '/v3/snapshot/options/{underlying}';

function aCall(changes: Partial<ApiCall> = {}): ApiCall {
  return {
    ...{ endpoint: options, method: 'GET', statusCode: 200, responseTimeMs: 120, error: null },
    timestamp: monday,
    ...changes,
  };
}

const noCalls = () =>
  createRecentCalls({ calls: [], day: { date: '2026-11-23', count: 0 }, lastSuccessAt: null });

test('usage counts calls, errors and response times of the last hour', (t) => {
  const recent = noCalls();
  for (let call = 100; call >= 1; call--) {
    recent.add(aCall({ responseTimeMs: call, timestamp: monday - call * 10_000 }));
  }
  const bars = { endpoint: '/v2/aggs' };
  recent.add(aCall({ ...bars, statusCode: 500, responseTimeMs: 900, timestamp: monday - 1 }));
  recent.add(aCall({ ...bars, statusCode: null, responseTimeMs: null, error: 'timeout' }));
  recent.add(aCall({ endpoint: '/old', timestamp: monday - hour }));
  recent.add(aCall({ endpoint: '/future', timestamp: monday + 1 }));

  const usage = usageOfHour(recent.lastHour(monday), monday);
  t.is(usage.calls, 102);
  t.is(usage.errors, 2);
  t.is(usage.p50Ms, 51);
  t.is(usage.p95Ms, 96);
  t.deepEqual(usage.endpoints, [
    { endpoint: options, calls: 100, errors: 0, p50Ms: 50, p95Ms: 95 },
    { endpoint: '/v2/aggs', calls: 2, errors: 2, p50Ms: 900, p95Ms: 900 },
  ]);
  // One call each 10 s for 1000 s, the newest 10 s ago: five in the last minute, six in each before.
  t.is(usage.callsPerMinute.length, 30);
  t.is(usage.callsPerMinute[29], 5 + 2);
  t.deepEqual(usage.callsPerMinute.slice(14, 29), new Array(15).fill(6));
  t.deepEqual(usage.callsPerMinute.slice(0, 13), new Array(13).fill(0));
  t.deepEqual(usage.errorsPerMinute, [...new Array<number>(29).fill(0), 2]);
  // The last minute has 1, 2, 3, 4 and 5 ms, 900 ms, and a call without an answer; the one before 6 to 11 ms.
  t.is(usage.medianMsPerMinute[29], 3);
  t.is(usage.medianMsPerMinute[28], 8);
  t.is(usage.medianMsPerMinute[0], null);
});

test('usage of an hour without calls is nothing, not an error', (t) => {
  t.deepEqual(usageOfHour([], monday), {
    ...{ calls: 0, errors: 0, p50Ms: null, p95Ms: null, endpoints: [] },
    callsPerMinute: new Array(30).fill(0),
    errorsPerMinute: new Array(30).fill(0),
    medianMsPerMinute: new Array(30).fill(null),
  });
});

test('failures that are alike are one', (t) => {
  const timeout = { statusCode: null, responseTimeMs: null, error: 'timeout' };
  t.deepEqual(failuresOf([aCall(timeout), aCall({ statusCode: 429 }), aCall(), aCall(timeout)]), [
    { statusCode: null, error: 'timeout', count: 2 },
    { statusCode: 429, error: null, count: 1 },
  ]);
});

test('calls older than an hour go, but for the latest of them', (t) => {
  const recent = noCalls();
  for (let call = 0; call < 200; call++) recent.add(aCall({ timestamp: monday + call * minute }));
  const now = monday + 199 * minute;
  t.is(recent.lastHour(now).length, 60);
  t.is(recent.latest(now).length, 40);
  t.is(recent.latest(now)[0]?.timestamp, now);
  recent.add(aCall({ timestamp: now + 5 * hour }));
  t.is(recent.lastHour(now + 5 * hour).length, 1);
  t.is(recent.latest(now + 5 * hour).length, 40, 'what was asked last is shown in the morning, too');
});

test('a call that began before another and ended after it has its place by its time', (t) => {
  const recent = noCalls();
  for (const at of [3, 1, 2]) recent.add(aCall({ timestamp: monday + at }));
  t.deepEqual(
    recent.latest(monday + 9).map(({ timestamp }) => timestamp - monday),
    [3, 2, 1],
  );
});

test('the day’s calls begin anew at midnight in New York', (t) => {
  const recent = noCalls();
  const before = newYorkInstant('2026-11-23', '23:59');
  recent.add(aCall({ timestamp: before }));
  recent.add(aCall({ timestamp: before + 1 }));
  t.is(recent.today(before + 1), 2);
  t.is(recent.today(before + minute), 0);
  recent.add(aCall({ timestamp: before + minute, statusCode: 500 }));
  t.is(recent.today(before + minute), 1);
  t.is(recent.lastSuccessAt(), before + 1);
});

test('a restart goes on with the calls that were logged, as they were shown', async (t) => {
  const { db } = await newDatabase(t);
  const running = noCalls();
  for (let call = 0; call < 90; call++) {
    const made = aCall({ timestamp: monday + call * minute, responseTimeMs: call + 0.4 });
    running.add(made);
    await db.apiLog.record(made);
  }
  const shown = (recent: typeof running, now: number) => ({
    ...{ hour: recent.lastHour(now), latest: recent.latest(now), today: recent.today(now) },
    lastSuccessAt: recent.lastSuccessAt(),
  });
  for (const now of [monday + 89 * minute, monday + 150 * minute]) {
    const restarted = await loadRecentCalls(db.apiLog, now, (error) => t.fail(String(error)));
    t.deepEqual(shown(restarted, now), shown(running, now));
  }
  await db.close();
  const errors: unknown[] = [];
  const unread = await loadRecentCalls(
    { ...db.apiLog, since: async () => Promise.reject(new Error('broken')) },
    monday,
    (error) => errors.push(error),
  );
  t.is(errors.length, 1);
  t.deepEqual(unread.latest(monday), []);
});
