import test from 'ava';
import { createWriter } from '../../../src/db/sqlite/writer.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { monday } from '../fixtures.ts';

test('units run one after the other in the order in which they were given', async (t) => {
  const writer = createWriter();
  const seen: string[] = [];
  const slow = writer.write(async () => {
    seen.push('slow begins');
    await new Promise(setImmediate);
    seen.push('slow ends');
    return 1;
  });
  const quick = writer.write(() => seen.push('quick'));
  t.deepEqual(seen, [], 'nothing runs in the turn of the caller');
  t.is(await slow, 1);
  await quick;
  t.deepEqual(seen, ['slow begins', 'slow ends', 'quick']);
});

test('what a unit throws fails it alone', async (t) => {
  const writer = createWriter();
  const failing = writer.write(() => {
    throw new Error('no room');
  });
  const next = writer.write(() => 'written');
  await t.throwsAsync(failing, { message: 'no room' });
  t.is(await next, 'written');
});

test('closing waits for what was given and takes no more', async (t) => {
  const writer = createWriter();
  const clock = manualClock(monday);
  const given = writer.write(async () => {
    await new Promise(setImmediate);
    return 'written';
  });
  const closing = writer.close(clock, 1000);
  await t.throwsAsync(
    writer.write(() => 'late'),
    { code: 'not_running' },
  );
  await closing;
  t.is(await given, 'written');
  t.is(clock.pendingTimers, 0);
});

test('closing waits no longer than its limit, and what has not begun by then fails', async (t) => {
  const writer = createWriter();
  const clock = manualClock(monday);
  const stuck = Promise.withResolvers<void>();
  const first = writer.write(() => stuck.promise);
  const second = writer.write(() => t.fail('it must not run any more'));
  const closing = writer.close(clock, 1000);
  await clock.advance(1000);
  await closing;
  stuck.resolve();
  await first;
  await t.throwsAsync(second, { code: 'not_running' });
});
