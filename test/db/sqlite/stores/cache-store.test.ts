import test from 'ava';
import { minute, monday, newDatabase } from '../../fixtures.ts';

test('an answer is fresh until it expires, and stale after', async (t) => {
  const { db } = await newDatabase(t);
  const body = JSON.stringify({ status: 'OK', text: "it's ? and \u0000 and “quotes”" });
  db.cache.put('quote SPY', 'quote', body, monday, monday + minute);
  const stored = { body, createdAt: monday, expiresAt: monday + minute };
  t.deepEqual(db.cache.get('quote SPY', monday), { ...stored, isFresh: true });
  t.deepEqual(db.cache.get('quote SPY', monday + minute - 1), { ...stored, isFresh: true });
  t.deepEqual(db.cache.get('quote SPY', monday + minute), { ...stored, isFresh: false });
  t.deepEqual(db.cache.get('quote SPY', monday - 1), { ...stored, isFresh: false }, 'from the future');
  t.is(db.cache.get('quote QQQ', monday), null);
});

test('a newer answer takes the place of the older one', async (t) => {
  const { db } = await newDatabase(t);
  db.cache.put('chain', 'options', '[1]', monday, monday + 1);
  db.cache.put('chain', 'options', '[2]', monday + minute, monday + 2 * minute);
  t.like(db.cache.get('chain', monday + minute), { body: '[2]', isFresh: true });
  t.is(db.cache.count(), 1);
});

test('a large answer comes back whole', async (t) => {
  const { db } = await newDatabase(t);
  const body = JSON.stringify(
    Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'é'.repeat(50) })),
  );
  t.true(body.length > 1_000_000);
  db.cache.put('large', 'historical', body, monday, monday + 1);
  t.is(db.cache.get('large', monday)?.body, body);
});

test('what has expired when it is stored, or is no JSON, is refused', async (t) => {
  const { db } = await newDatabase(t);
  t.throws(() => db.cache.put('k', 'quote', '{}', monday, monday), { message: /expires_later/ });
  t.throws(() => db.cache.put('k', 'quote', '{', monday, monday + 1), { message: /json_valid/ });
  t.throws(() => db.cache.put('k'.repeat(256), 'quote', '{}', monday, monday + 1), { message: /cache_key/ });
  t.is(db.cache.count(), 0);
});
