import test from 'ava';
import { keepBySize } from '../../../src/archive/read/parts/keep-by-size.ts';

/** What reads values of a size, and how often each was read. */
function counted(maxBytes: number) {
  const kept = keepBySize(maxBytes);
  const reads = new Map<string, number>();
  const get = (key: string, bytes: number) =>
    kept.get(key, async () => {
      reads.set(key, (reads.get(key) ?? 0) + 1);
      return { value: key, bytes };
    });
  return { kept, reads, get };
}

test('what was used last stays, in so much memory', async (t) => {
  const { kept, reads, get } = counted(100);
  await get('a', 40);
  await get('b', 40);
  await get('a', 40);
  await get('c', 40);
  t.is(kept.bytes(), 80);
  await get('a', 40);
  await get('b', 40);
  t.deepEqual(Object.fromEntries(reads), { a: 1, b: 2, c: 1 });
  t.true(kept.bytes() <= 100);
});

test('what is larger than all of it stays until something else is used', async (t) => {
  const { kept, reads, get } = counted(100);
  await get('small', 10);
  await get('large', 1000);
  await get('large', 1000);
  t.is(reads.get('large'), 1);
  t.is(kept.bytes(), 1000);
  await get('small', 10);
  t.is(kept.bytes(), 10);
});

test('who asks for a value that is being read waits for that read', async (t) => {
  const { reads, get } = counted(100);
  t.deepEqual(await Promise.all([get('a', 1), get('a', 1)]), ['a', 'a']);
  t.is(reads.get('a'), 1);
});

test('what failed is read again', async (t) => {
  const kept = keepBySize(100);
  await t.throwsAsync(
    kept.get('a', () => Promise.reject(new Error('gone'))),
    { message: 'gone' },
  );
  t.is(await kept.get('a', async () => ({ value: 1, bytes: 10 })), 1);
  t.is(kept.bytes(), 10);
});
