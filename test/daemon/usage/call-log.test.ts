import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createCallLog, maxUnlogged } from '../../../src/daemon/usage/call-log.ts';
import { connect } from '../../../src/db/sqlite/connection.ts';
import { assembleStores, openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { ApiCall, ApiLog } from '../../../src/recordings/usage.ts';
import { monday } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const call = (index: number, endpoint = `/v1/${'x'.repeat(90)}`): ApiCall => ({
  ...{ endpoint, method: 'GET', statusCode: 200, responseTimeMs: 10, error: null },
  timestamp: monday + index,
});

/** A log on a connection whose limits the test may change, as a disk's room does. */
async function newLog(t: ExecutionContext) {
  const clock = manualClock(monday);
  const path = join(await tempDir(t), 'spyglass.sqlite');
  await (await openDatabase({ path, clock })).close();
  const connection = await connect(path);
  t.teardown(() => connection.orm.close(true));
  const { native } = connection;
  const errors: unknown[] = [];
  let stored = 0;
  const { apiLog } = assembleStores(connection, path);
  const calls = createCallLog({
    ...{ log: apiLog, clock },
    onError: (error) => errors.push(error),
  });
  calls.stored.on(() => {
    stored += 1;
  });
  return {
    ...{ clock, apiLog, calls, errors },
    stored: () => stored,
    fill: () => native.pragma(`max_page_count = ${native.pragma('page_count', { simple: true })}`),
    free: () => native.pragma('max_page_count = 1000000'),
  };
}

const logged = async ({ apiLog }: { apiLog: Pick<ApiLog, 'since'> }) =>
  (await apiLog.since(0, lastInstant)).map(({ timestamp }) => timestamp - monday);

test('calls made while the disk was full are logged, in order, when there is room again', async (t) => {
  const log = await newLog(t);
  log.fill();
  for (let index = 0; index < 400; index++) log.calls.record(call(index));
  await log.calls.settled();
  const waited = log.calls.waiting();
  t.true(waited > 100, `${waited} wait`);
  t.true(log.errors.length > 0);
  log.free();
  log.calls.record(call(400));
  await log.calls.settled();
  t.is(log.calls.waiting(), 0);
  t.deepEqual(
    await logged(log),
    Array.from({ length: 401 }, (_, index) => index),
  );
  t.is(log.clock.pendingTimers, 0);
});

test('where no further call is made they are logged within half a minute', async (t) => {
  const log = await newLog(t);
  log.fill();
  for (let index = 0; index < 400; index++) log.calls.record(call(index));
  await log.calls.settled();
  const before = log.stored();
  log.free();
  await log.clock.advance(30_000);
  await log.calls.settled();
  t.is(log.calls.waiting(), 0);
  t.is(log.stored(), before + 1, 'and told once');
});

test('closing tries once more, and leaves no timer', async (t) => {
  const log = await newLog(t);
  log.fill();
  for (let index = 0; index < 400; index++) log.calls.record(call(index));
  await log.calls.settled();
  log.free();
  await log.calls.close();
  t.is((await logged(log)).length, 400);
  t.is(log.clock.pendingTimers, 0);
});

test('a call that ends after the log was closed is given up, and leaves no timer', async (t) => {
  const log = await newLog(t);
  log.fill();
  await log.calls.close();
  for (let index = 0; index < 400; index++) log.calls.record(call(index));
  await log.calls.settled();
  t.true(log.errors.length > 0);
  t.is(log.clock.pendingTimers, 0);
});

test('a call that the database refuses holds up no other', async (t) => {
  const log = await newLog(t);
  log.calls.record(call(0, 'x'.repeat(10_000)));
  log.calls.record({ ...call(1), timestamp: -1 });
  log.calls.record(call(2));
  await log.calls.settled();
  t.true(log.errors.length > 0);
  t.is(log.calls.waiting(), 0);
  t.true((await logged(log)).includes(2));
});

test('no more wait than a bound, and the oldest are given up, but for the one being written', async (t) => {
  const timestamps: number[] = [];
  const { promise: written, resolve } = Promise.withResolvers<void>();
  const log = createCallLog({
    log: {
      async record({ timestamp }) {
        await written;
        timestamps.push(timestamp - monday);
      },
    },
    clock: manualClock(monday),
    onError: () => {},
  });
  for (let index = 0; index < maxUnlogged + 5; index++) log.record(call(index));
  t.is(log.waiting(), maxUnlogged);
  resolve();
  await log.close();
  t.is(log.waiting(), 0);
  t.deepEqual(timestamps.slice(0, 2), [0, 6]);
  t.is(timestamps.length, maxUnlogged);
});

test('closing waits for calls that are being written no longer than a few seconds', async (t) => {
  const clock = manualClock(monday);
  const log = createCallLog({
    log: { record: () => new Promise(() => {}) },
    ...{ clock, onError: () => {} },
  });
  log.record(call(0));
  const closed = log.close();
  await clock.advance(3000);
  await closed;
  t.is(log.waiting(), 1);
});
