import test from 'ava';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { aQuote, newDatabase } from '../../fixtures.ts';

test('the quote before is known after opening again', async (t) => {
  const { db, path, clock } = await newDatabase(t);
  const quote = aQuote();
  await db.quotes.record(quote);
  await db.close();
  const again = await openDatabase({ path, clock });
  t.teardown(() => again.close());
  t.false((await again.quotes.record({ ...quote, timestamp: quote.timestamp + 5000 })).isStored);
});
