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
    await t.throwsAsync(db.apiLog.record(aCall({ endpoint: '/v3/quotes?apiKey=x' })), {
      message: /check/i,
    });
  });

  test('a call succeeded when it was answered with a status below 400', async (t) => {
    const db = await open(t);
    t.is(await db.apiLog.lastSuccessAt(monday), null);
    for (const call of [
      aCall({ timestamp: monday }),
      aCall({ timestamp: monday + 1, statusCode: 400 }),
      aCall({ timestamp: monday + 2, statusCode: null }),
      aCall({ timestamp: monday + 3, error: 'the body was cut off' }),
    ])
      await db.apiLog.record(call);
    t.is(await db.apiLog.lastSuccessAt(monday + 3), monday);
    t.is(await db.apiLog.lastSuccessAt(monday - 1), null);
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

/** What the log of calls of a recording must do whose daemons spend one budget. */
export function testReservedCalls(open: OpenRecording): void {
  test('a call counts from before it is sent, and is completed by its answer', async (t) => {
    const db = await open(t);
    const [first, second] = [aCall(), aCall({ timestamp: monday + 1, statusCode: 503, error: 'busy' })];
    const reserved = await db.apiLog.reserve!(first);
    const other = await db.apiLog.reserve!(second);
    t.not(reserved, other);
    t.is(await db.apiLog.count(monday, monday + 1), 2);
    t.is(await db.apiLog.lastSuccessAt(monday + 1), null, 'nothing was answered yet');
    t.deepEqual(await db.apiLog.last(1, monday), [{ ...first, statusCode: null, responseTimeMs: null }]);
    await db.apiLog.record(second, other);
    await db.apiLog.record(first, reserved);
    t.deepEqual(await db.apiLog.since(0, lastInstant), [first, second]);
    t.is(await db.apiLog.lastSuccessAt(monday + 1), monday);
  });

  test('a call whose row is gone by the time of its answer is logged all the same', async (t) => {
    const db = await open(t);
    await db.apiLog.record(aCall(), 4711);
    t.deepEqual(await db.apiLog.since(0, lastInstant), [aCall()]);
  });

  test('a call with a query is refused before it is sent', async (t) => {
    const db = await open(t);
    await t.throwsAsync(db.apiLog.reserve!(aCall({ endpoint: '/v3/quotes?apiKey=x' })), {
      name: 'RejectedRow',
    });
    t.is(await db.apiLog.count(0, lastInstant), 0);
  });
}
