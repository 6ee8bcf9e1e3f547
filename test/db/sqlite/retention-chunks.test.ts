import test from 'ava';
import { createChunks } from '../../../src/db/sqlite/retention-chunks.ts';
import { createWriter } from '../../../src/db/sqlite/writer.ts';

const clock = { monotonic: () => 0 };
const noCopies = async () => {};

test('each chunk waits for its turn, and a write that is asked for meanwhile comes before the next one', async (t) => {
  const writer = createWriter();
  const done: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = writer.write(async () => {
    await promise;
    done.push('before');
  });
  const chunks = createChunks(writer, clock, noCopies, {});
  let left = 3;
  const running = chunks.run((size) => {
    done.push('chunk');
    left -= 1;
    if (left === 2) void writer.write(() => done.push('poll'));
    return left > 0 ? size : 0;
  });
  t.deepEqual(done, []);
  resolve();
  await before;
  await running;
  t.deepEqual(done, ['before', 'chunk', 'poll', 'chunk', 'chunk']);
});

test('a run that is stopped ends after the chunk at hand', async (t) => {
  const stop = new AbortController();
  const chunks = createChunks(createWriter(), clock, noCopies, { signal: stop.signal });
  let steps = 0;
  const count = await chunks.run((size) => {
    steps += 1;
    stop.abort();
    return size;
  });
  t.is(steps, 1);
  t.true(count > 0);
  t.true(chunks.isStopped());
  t.is(await chunks.run(() => t.fail() as never), 0);
});
