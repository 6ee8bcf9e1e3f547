import test from 'ava';
import type { ApiCall } from '../../../src/recordings/usage.ts';
import { minute, monday } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

const hour = 60 * minute;

function aCall(changes: Partial<ApiCall> = {}): ApiCall {
  return {
    endpoint: '/v3/snapshot/options/{underlying}',
    method: 'GET',
    statusCode: 200,
    responseTimeMs: 120,
    error: null,
    timestamp: monday,
    ...changes,
  };
}

/** What the log of calls of any recording must do. */
export function testCalls(open: OpenRecording): void {
  test('requests come back as they were logged', async (t) => {
    const db = await open(t);
    const answered = aCall();
    const failed = aCall({
      statusCode: null,
      responseTimeMs: null,
      error: 'no answer',
      timestamp: monday + 1,
    });
    const refused = aCall({ statusCode: 429, error: 'too many requests', timestamp: monday + 2 });
    for (const call of [answered, failed, refused]) await db.apiLog.record(call);
    t.deepEqual(await db.apiLog.since(monday, lastInstant), [failed, refused]);
    t.deepEqual(await db.apiLog.since(0, lastInstant), [answered, failed, refused]);
    t.deepEqual(await db.apiLog.last(2, lastInstant), [refused, failed]);
    t.deepEqual(await db.apiLog.last(2, monday + 1), [failed, answered]);
    t.deepEqual(await db.apiLog.since(0, monday + 1), [answered, failed]);
    t.deepEqual(await db.apiLog.last(99, lastInstant), [refused, failed, answered]);
  });

  test('requests of the same millisecond keep their order', async (t) => {
    const db = await open(t);
    for (const endpoint of ['/a', '/b', '/c']) await db.apiLog.record(aCall({ endpoint }));
    t.deepEqual(
      (await db.apiLog.since(0, lastInstant)).map(({ endpoint }) => endpoint),
      ['/a', '/b', '/c'],
    );
    t.deepEqual(
      (await db.apiLog.last(3, lastInstant)).map(({ endpoint }) => endpoint),
      ['/c', '/b', '/a'],
    );
  });

  test('milliseconds are rounded and long error texts cut', async (t) => {
    const db = await open(t);
    await db.apiLog.record(aCall({ responseTimeMs: 12.6, error: 'x'.repeat(2000) }));
    const [call] = await db.apiLog.last(1, lastInstant);
    t.is(call?.responseTimeMs, 13);
    t.is(call?.error?.length, 500);
  });

  test('an endpoint with a query is refused: it could hold the key', async (t) => {
    const db = await open(t);
    await t.throwsAsync(async () => db.apiLog.record(aCall({ endpoint: '/v3/quotes?apiKey=x' })), {
      message: /CHECK/,
    });
  });

  test('usage counts calls, errors and response times of the last hour', async (t) => {
    const db = await open(t);
    const now = monday;
    for (let call = 1; call <= 100; call++) {
      await db.apiLog.record(aCall({ responseTimeMs: call, timestamp: now - call * 10_000 }));
    }
    await db.apiLog.record(
      aCall({ endpoint: '/v2/aggs', statusCode: 500, responseTimeMs: 900, timestamp: now - 1 }),
    );
    await db.apiLog.record(
      aCall({
        endpoint: '/v2/aggs',
        statusCode: null,
        responseTimeMs: null,
        error: 'timeout',
        timestamp: now,
      }),
    );
    await db.apiLog.record(aCall({ endpoint: '/old', timestamp: now - hour }));
    await db.apiLog.record(aCall({ endpoint: '/future', timestamp: now + 1 }));

    const usage = await db.apiLog.usage(now);
    t.is(usage.calls, 102);
    t.is(usage.errors, 2);
    t.is(usage.p50Ms, 51);
    t.is(usage.p95Ms, 96);
    t.deepEqual(usage.endpoints, [
      { endpoint: '/v3/snapshot/options/{underlying}', calls: 100, errors: 0, p50Ms: 50, p95Ms: 95 },
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

  test('usage of an hour without calls is nothing, not an error', async (t) => {
    const db = await open(t);
    t.deepEqual(await db.apiLog.usage(monday), {
      calls: 0,
      errors: 0,
      p50Ms: null,
      p95Ms: null,
      callsPerMinute: new Array(30).fill(0),
      errorsPerMinute: new Array(30).fill(0),
      medianMsPerMinute: new Array(30).fill(null),
      endpoints: [],
    });
  });

  test('calls are counted from one instant to another, both included', async (t) => {
    const db = await open(t);
    for (const at of [monday - 1, monday, monday + minute, monday + hour, monday + hour + 1]) {
      await db.apiLog.record(aCall({ timestamp: at, statusCode: at === monday ? 500 : 200 }));
    }
    t.is(await db.apiLog.count(monday, monday + hour), 3);
    t.is(await db.apiLog.count(monday + 2 * hour, monday + 3 * hour), 0);
  });
}
