import test from 'ava';
import { nextTarget, paginate } from '../../../../src/sources/polygon/http/paginate.ts';

const base = 'https://api.massive.com';
const key = (row: string) => row;

test('pages are followed in order, and repeated rows are left out', async (t) => {
  const pages: Record<string, { rows: string[]; nextUrl: unknown }> = {
    '/a': { rows: ['1', '2'], nextUrl: `${base}/a?cursor=x` },
    '/a?cursor=x': { rows: ['2', '3'], nextUrl: null },
  };
  const result = await paginate(base, '/a', async (target) => pages[target]!, { keyOf: key });
  t.deepEqual(result, { rows: ['1', '2', '3'], pages: 2, cutShort: null });
});

test('a next page that was seen before ends it', async (t) => {
  let n = 0;
  const result = await paginate(
    base,
    '/a',
    async () => ({ rows: [String(n++)], nextUrl: `${base}/a?cursor=x` }),
    { keyOf: key },
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
    { keyOf: key },
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
    { keyOf: key },
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

test('pages that come round again after a full one may lack the rest', async (t) => {
  let n = 0;
  const result = await paginate(
    base,
    '/a',
    async () => ({ rows: ['1', '2'], nextUrl: `${base}/a?cursor=${n++}` }),
    { keyOf: key, limit: 2 },
  );
  t.like(result.cutShort, { isWhole: false, reason: 'a page that repeats earlier ones' });
});

test('a page without rows leads on to one that has some', async (t) => {
  const pages = [
    { rows: [], nextUrl: `${base}/a?cursor=1` },
    { rows: ['1'], nextUrl: null },
  ];
  const result = await paginate(base, '/a', async () => pages.shift()!, { keyOf: key });
  t.deepEqual(result, { rows: ['1'], pages: 2, cutShort: null });
});

test('nothing is asked for behind rows that lie beyond what was asked', async (t) => {
  const result = await paginate(
    base,
    '/a',
    async () => ({ rows: ['1', '2', '9'], nextUrl: `${base}/a?cursor=1` }),
    { keyOf: key, limit: 3, isBeyond: (row) => row > '5' },
  );
  t.is(result.pages, 1);
  t.like(result.cutShort, { isWhole: true });
});

test('a next page on another name of this machine is followed, and on another machine it is not', (t) => {
  const next = 'http://localhost:8080/v3/x?cursor=a';
  t.is(nextTarget('http://127.0.0.1:8080', next), '/v3/x?cursor=a');
  t.throws(() => nextTarget('https://api.massive.com', next), { message: /another host/ });
});

const lastPage = async (rows: (readonly string[])[], limit: number) => {
  let n = 0;
  return await paginate(
    base,
    '/a',
    async () => ({ rows: rows[n++]!, nextUrl: n < rows.length ? `${base}/a?cursor=${n}` : undefined }),
    { keyOf: key, limit, isBeyond: (row) => row > '8' },
  );
};

test('a full last page without a next one may not be the last', async (t) => {
  const full = { reason: 'a full last page without a next one', isWhole: null };
  t.deepEqual((await lastPage([['1', '2']], 2)).cutShort, full);
  t.deepEqual(
    (
      await lastPage(
        [
          ['1', '2'],
          ['3', '4'],
        ],
        2,
      )
    ).cutShort,
    full,
  );
  t.is((await lastPage([['1', '2'], ['3']], 2)).cutShort, null);
  t.is((await lastPage([['1', '1']], 2)).cutShort, null, 'a row that comes twice is one');
  t.is((await lastPage([['1', '9']], 2)).cutShort, null, 'it reaches beyond what was asked for');
});

test('an empty last page that another one had named may not be the last', async (t) => {
  t.deepEqual((await lastPage([['1'], []], 2)).cutShort, { reason: 'an empty last page', isWhole: null });
  t.is((await lastPage([[]], 2)).cutShort, null);
  t.is((await lastPage([[], []], 2)).cutShort, null, 'there is nothing at all');
});
