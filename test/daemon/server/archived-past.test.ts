import path from 'node:path';
import test from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { archiveAll, retain } from '../../archive/read/retained.ts';
import { aChain, aQuote, someLevels } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const date = '2026-11-20';
const at = newYorkInstant(date, '12:00');
const noon = { symbol: 'SPY', at: at + 30_000 };

test('a daemon answers about a day that its database no longer has', async (t) => {
  t.timeout(60_000);
  const dir = await tempDir(t);
  const clock = manualClock(at);
  const db = await openDatabase({ path: path.join(dir, 'spyglass.sqlite'), clock });
  const chain = aChain({ expiration: date, timestamp: at });
  await db.chains.record(chain, () => someLevels({ expiration: date, timestamp: at }));
  await db.quotes.record(aQuote({ symbol: 'MSFT', timestamp: at, receivedAt: at, price: 431.5 }));
  await archiveAll(db, path.join(dir, 'archive'));
  await retain(db, date);
  t.is(await db.chains.at('SPY', date, at), null);
  await db.close();

  const { link } = await startPolledDaemon(t, { dir, at: newYorkInstant('2026-11-23', '10:00') });
  const found = await link.request('chain.get', noon);
  t.like(found, { expiration: date, timestamp: at, underlyingPrice: chain.underlyingPrice });
  t.deepEqual(
    found?.contracts.map(({ symbol, bid }) => [symbol, bid]),
    chain.contracts.map(({ symbol, bid }) => [symbol, bid]),
  );
  t.is((await link.request('chain.get', { symbol: 'SPY', expiration: date }))?.timestamp, at);
  const levels = await link.request('levels.get', noon);
  t.is(levels?.timestamp, at);
  t.true(levels?.profile != null, 'with the bars by strike, which follow from the chain');
  t.is((await link.request('quote.get', { symbol: 'MSFT' }))?.price, 431.5);
  const recomputed = await link.request('levels.recompute', { symbol: 'SPY', date });
  t.like(recomputed, { polls: 1, stored: 1, missing: 0 });
  const days = await link.request('playback.days', { symbol: 'SPY' });
  t.is(days[0]?.date, date);
  const past = await link.request('subscribe', noon);
  t.is(past.chain?.timestamp, at);
});
