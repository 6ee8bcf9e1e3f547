import test from 'ava';
import { nextTarget, paginate } from '../../../src/daemon/upstream/paginate.ts';

const base = 'https://api.massive.com';
const key = (row: string) => row;

test('pages are followed in order, and repeated rows are left out', async (t) => {
  const pages: Record<string, { rows: string[]; nextUrl: unknown }> = {
    '/a': { rows: ['1', '2'], nextUrl: `${base}/a?cursor=x` },
    '/a?cursor=x': { rows: ['2', '3'], nextUrl: null },
  };
  const result = await paginate(base, '/a', async (target) => pages[target]!, key);
  t.deepEqual(result, { rows: ['1', '2', '3'], pages: 2, cutShort: null });
});

test('a next page that was seen before ends it', async (t) => {
  let n = 0;
  const result = await paginate(
    base,
    '/a',
    async () => ({ rows: [String(n++)], nextUrl: `${base}/a?cursor=x` }),
    key,
  );
  t.is(result.pages, 2);
  t.like(result.cutShort, { isWhole: true, reason: 'a next page that was seen before' });
});

test('a page that brings nothing new ends it', async (t) => {
  let n = 0;
  const result = await paginate(
    base,
    '/a',
    async () => ({ rows: ['1'], nextUrl: `${base}/a?cursor=${n++}` }),
    key,
  );
  t.is(result.pages, 2);
  t.like(result.cutShort, { isWhole: true, reason: 'a page that repeats earlier ones' });
});

test('pages that never end are given up on', async (t) => {
  let n = 0;
  const result = await paginate(
    base,
    '/a',
    async () => ({ rows: [String(n)], nextUrl: `${base}/a?cursor=${n++}` }),
    key,
  );
  t.is(result.pages, 20);
  t.like(result.cutShort, { isWhole: false, reason: 'more than 20 pages' });
});

test('only path and query of the vendor’s own hosts are followed, without a key', (t) => {
  t.is(nextTarget(base, 'https://api.polygon.io/v3/x?cursor=a%3D&apiKey=leak'), '/v3/x?cursor=a%3D');
  t.is(
    nextTarget('http://127.0.0.1:8080/prefix', 'http://127.0.0.1:8080/prefix/v3/x?cursor=a'),
    '/v3/x?cursor=a',
  );
  t.throws(() => nextTarget(base, 'https://evil.example/v3/x'), { message: /another host: evil\.example/ });
  t.throws(() => nextTarget(base, 42), { message: /not an address/ });
  t.throws(() => nextTarget(base, 'https://api.massive.com:443:443/v3'), { message: /not an address/ });
});
