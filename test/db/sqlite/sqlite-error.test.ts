import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { type ErrorCode, SpyglassError } from '../../../src/base/errors.ts';
import { connect } from '../../../src/db/sqlite/connection.ts';
import { assembleStores } from '../../../src/db/sqlite/open-database.ts';
import { toDatabaseError } from '../../../src/db/sqlite/sqlite-error.ts';
import { aBar, aChain, aContract, aQuote, minute, monday, newDatabase } from '../fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

test('every code that SQLite may give has its place in the error table', (t) => {
  const expected: Record<string, ErrorCode> = {
    SQLITE_FULL: 'database_full',
    SQLITE_BUSY: 'database_busy',
    SQLITE_BUSY_SNAPSHOT: 'database_busy',
    SQLITE_LOCKED: 'database_busy',
    SQLITE_CORRUPT: 'database_broken',
    SQLITE_CORRUPT_INDEX: 'database_broken',
    SQLITE_NOTADB: 'database_broken',
    SQLITE_READONLY: 'data_dir',
    SQLITE_READONLY_DIRECTORY: 'data_dir',
    SQLITE_CANTOPEN: 'data_dir',
    SQLITE_IOERR_WRITE: 'data_dir',
  };
  for (const [code, spyglassCode] of Object.entries(expected)) {
    const cause = new SqliteDatabase.SqliteError('as SQLite says', code);
    for (const thrown of [cause, new Error('as the ORM says', { cause })]) {
      const error = toDatabaseError(thrown, '/data/spyglass.sqlite');
      t.true(error instanceof SpyglassError);
      t.is((error as SpyglassError).code, spyglassCode, code);
      t.is((error as SpyglassError).cause, thrown);
      t.regex((error as SpyglassError).message, /\/data\/spyglass\.sqlite.*SQLITE_/);
    }
  }
});

test('what is not SQLite’s, or no expected failure, stays as it is', (t) => {
  const errors = [
    new TypeError('a fault'),
    new SqliteDatabase.SqliteError('no such column', 'SQLITE_ERROR'),
    new SpyglassError('no_data', 'nothing yet'),
    'a thrown text',
  ];
  for (const error of errors) t.is(toDatabaseError(error, 'x'), error);
});

test('a full disk is said as such, loses nothing that was stored, and recording goes on once there is room', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.close();
  const connection = await connect(path);
  t.teardown(() => connection.orm.close(true));
  const stores = assembleStores(connection, path);
  const { native } = connection;
  const poll = (index: number) =>
    aChain({
      timestamp: monday + index * minute,
      contracts: Array.from({ length: 300 }, (_, strike) =>
        aContract({ strike: 500 + strike, bid: 1 + index / 100 }),
      ),
    });
  await stores.chains.record(poll(0));
  native.pragma(`max_page_count = ${native.pragma('page_count', { simple: true })}`);

  const error = await t.throwsAsync<SpyglassError>(stores.chains.record(poll(1)));
  t.is(error.code, 'database_full');
  t.regex(error.hint, /disk space/);
  t.deepEqual(await stores.chains.latest('SPY', lastInstant), poll(0));
  const bars = Array.from({ length: 400 }, (_, index) =>
    aBar({ start: monday + index * minute, timeframe: '1min' }),
  );
  t.is(
    (await t.throwsAsync<SpyglassError>(stores.bars.upsert(bars, monday))).code,
    'database_full',
    'through the ORM too',
  );

  native.pragma('max_page_count = 1000000');
  await stores.chains.record(poll(2));
  t.deepEqual(await stores.chains.latest('SPY', lastInstant), poll(2));
  t.deepEqual(
    await stores.chains.at('SPY', '2026-11-23', monday + minute),
    poll(0),
    'the poll that failed left no trace',
  );
});

test('a lock that another program keeps is said as such', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.close();
  const connection = await connect(path);
  t.teardown(() => connection.orm.close(true));
  connection.native.pragma('busy_timeout = 10');
  const stores = assembleStores(connection, path);
  const other = new SqliteDatabase(path);
  t.teardown(() => other.close());
  other.exec('begin immediate');
  t.is((await t.throwsAsync<SpyglassError>(stores.quotes.record(aQuote()))).code, 'database_busy');
  t.is((await t.throwsAsync<SpyglassError>(stores.bars.upsert([aBar()], monday))).code, 'database_busy');
  other.exec('rollback');
  t.true((await stores.quotes.record(aQuote())).isStored);
});
