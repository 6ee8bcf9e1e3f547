import test from 'ava';
import { minute, monday } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

/** What the cached answers of any recording must do. */
export function testCache(open: OpenRecording): void {
  test('an answer is fresh until it expires, and stale after', async (t) => {
    const db = await open(t);
    const body = JSON.stringify({ status: 'OK', text: "it's ? and \u0000 and “quotes”" });
    await db.cache.put('quote SPY', 'quote', body, monday, monday + minute);
    const stored = { body, createdAt: monday, expiresAt: monday + minute };
    t.deepEqual(await db.cache.get('quote SPY', monday), { ...stored, isFresh: true });
    t.deepEqual(await db.cache.get('quote SPY', monday + minute - 1), { ...stored, isFresh: true });
    t.deepEqual(await db.cache.get('quote SPY', monday + minute), { ...stored, isFresh: false });
    t.deepEqual(
      await db.cache.get('quote SPY', monday - 1),
      { ...stored, isFresh: false },
      'from the future',
    );
    t.is(await db.cache.get('quote QQQ', monday), null);
  });

  test('a newer answer takes the place of the older one', async (t) => {
    const db = await open(t);
    await db.cache.put('chain', 'options', '[1]', monday, monday + 1);
    await db.cache.put('chain', 'options', '[2]', monday + minute, monday + 2 * minute);
    t.like(await db.cache.get('chain', monday + minute), { body: '[2]', isFresh: true });
    t.is(await db.cache.count(), 1);
  });

  test('a large answer comes back whole', async (t) => {
    const db = await open(t);
    const body = JSON.stringify(
      Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'é'.repeat(50) })),
    );
    t.true(body.length > 1_000_000);
    await db.cache.put('large', 'historical', body, monday, monday + 1);
    t.is((await db.cache.get('large', monday))?.body, body);
  });

  test('what has expired when it is stored, or is no JSON, is refused', async (t) => {
    const db = await open(t);
    await t.throwsAsync(async () => db.cache.put('k', 'quote', '{}', monday, monday), {
      message: /expires_later/,
    });
    await t.throwsAsync(async () => db.cache.put('k', 'quote', '{', monday, monday + 1), {
      message: /json/,
    });
    await t.throwsAsync(async () => db.cache.put('k'.repeat(256), 'quote', '{}', monday, monday + 1), {
      name: 'RejectedRow',
    });
    t.is(await db.cache.count(), 0);
  });
}
