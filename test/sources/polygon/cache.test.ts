import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type CacheRequest, createCachedFetch } from '../../../src/sources/polygon/cache.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const start = Date.parse('2026-11-23T15:00:00Z');
const second = 1000;

const request: CacheRequest = {
  key: 'optionChain:SPY:2026-11-23',
  dataType: 'options',
  ttlMs: 300 * second,
  maxAgeMs: 30 * second,
  priority: 'scheduled',
};

/** A cached fetch whose answers take `waitMs` to come; each body is a number of its own. */
async function openCache(t: ExecutionContext, waitMs: number) {
  const clock = manualClock(start);
  const db = await openDatabase({ path: join(await tempDir(t), 'spyglass.sqlite'), clock });
  t.teardown(() => db.close());
  const cached = createCachedFetch(db.cache, clock, (error) => t.fail(String(error)));
  let asked = 0;
  const ask = (given: Partial<CacheRequest> = {}) =>
    cached(
      { ...request, ...given },
      async () => {
        asked += 1;
        const body = asked;
        if (waitMs > 0) await clock.sleep(waitMs);
        return body;
      },
      (body, answeredAt) => ({ body, answeredAt }),
    );
  return { clock, db, ask };
}

test('an answer that was waited for carries the time at which it came, in the cache too', async (t) => {
  const { clock, db, ask } = await openCache(t, 45 * second);
  const answered = ask();
  await clock.advance(45 * second);
  const answeredAt = start + 45 * second;
  t.deepEqual(await answered, { value: { body: 1, answeredAt }, createdAt: answeredAt, isFromCache: false });
  t.like(await db.cache.get(request.key, clock.now()), {
    createdAt: answeredAt,
    expiresAt: answeredAt + request.ttlMs,
  });
});

test('who joins a request under way gets the time of its answer, and a cached body keeps its own', async (t) => {
  const { clock, ask } = await openCache(t, 45 * second);
  const first = ask();
  await clock.advance(20 * second);
  const joined = ask();
  await clock.advance(25 * second);
  const answeredAt = start + 45 * second;
  t.is((await first).value.answeredAt, answeredAt);
  t.is((await joined).value.answeredAt, answeredAt);
  await clock.advance(20 * second);
  t.deepEqual(await ask(), { value: { body: 1, answeredAt }, createdAt: answeredAt, isFromCache: true });
});

test('an answer serves one slot: the next slot asks, however late the one before was answered', async (t) => {
  const { clock, ask } = await openCache(t, 45 * second);
  const first = ask({ slotAt: start });
  await clock.advance(60 * second);
  t.is((await first).value.answeredAt, start + 45 * second);
  const next = ask({ slotAt: start + 60 * second });
  await clock.advance(45 * second);
  t.like(await next, { isFromCache: false, value: { body: 2 } });
});

test('what somebody asked for just before a slot serves that slot, and no other', async (t) => {
  const { clock, ask } = await openCache(t, 0);
  await ask({ slotAt: null });
  await clock.advance(10 * second);
  t.like(await ask({ slotAt: start + 10 * second }), { isFromCache: true, value: { body: 1 } });
  await clock.advance(10 * second);
  t.like(await ask({ slotAt: start + 20 * second }), { isFromCache: false, value: { body: 2 } });
});

test('a cache that cannot be read or written is reported, and costs no answer', async (t) => {
  const problems: unknown[] = [];
  const broken = { get: () => Promise.reject(new Error('get')), put: () => Promise.reject(new Error('put')) };
  const cached = createCachedFetch(broken, manualClock(start), (error) => problems.push(String(error)));
  const { value } = await cached(
    request,
    async () => 1,
    (body) => body,
  );
  t.is(value, 1);
  t.deepEqual(problems, ['Error: get', 'Error: put']);
});
