import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { createOpenExports } from '../../../src/daemon/exports/open-exports.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import type { ExportChunk } from '../../../src/protocol/methods/export-methods.ts';
import { aQuote, monday, newDatabase } from '../../db/fixtures.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('rows come in chunks of bounded size, and between two of them the log can be copied', async (t) => {
  const { db, path } = await newDatabase(t);
  const quotes = 4000;
  for (let index = 0; index < quotes; index++) {
    const at = monday + index * 1000;
    await db.quotes.record(aQuote({ price: 600 + index / 100, receivedAt: at, timestamp: at - 5 }));
  }
  const reading = await openForReading({ path, isOwnProcess: true });
  t.teardown(reading.close);
  const exports = createOpenExports(reading, { directory: await tempDir(t), mode: 'live' });
  const { columns } = await exports.open(1, { table: 'quotes', symbol: 'SPY' }, monday);
  t.is(columns[0]!.name, 'date');
  const raw = new SqliteDatabase(path);
  t.teardown(() => void raw.close());
  let rows = 0;
  let chunks = 0;
  for (let isEnd = false; !isEnd; chunks++) {
    const read = await exports.read(1);
    t.true(read.json.length < 600_000, `${read.json.length}`);
    const chunk = JSON.parse(read.json) as ExportChunk;
    ({ isEnd } = chunk);
    t.is(read.isEnd, isEnd);
    t.deepEqual(chunk.session, { date: '2026-11-23', done: 0, sessions: 1 });
    rows += chunk.batches.reduce((sum, batch) => sum + batch.rows.length, 0);
    t.like(raw.pragma('wal_checkpoint(truncate)'), [{ busy: 0 }]);
  }
  t.is(rows, quotes);
  t.true(chunks > 2);
  await exports.closeAll();
  await t.throwsAsync(exports.read(1), { message: /no longer under way/ });
});
