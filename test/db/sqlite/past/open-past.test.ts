import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { migrations } from '../../../../migrations/list.ts';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { openPast } from '../../../../src/db/sqlite/past/open-past.ts';
import type { CopyUnderWay } from '../../../../src/recordings/recording.ts';
import type { Recording } from '../../../../src/recordings/recording.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { aQuote, minute, monday, newDatabase, spoilPages } from '../../fixtures.ts';
import { oldDatabase } from '../../old-database.ts';
import { bars, chains, gap, quotes, withoutTimes } from '../../versions/sample.ts';
import { contentOf, opened, places } from './recordings.ts';

const clock = manualClock(monday);
const versionsFolder = join(import.meta.dirname, '../../versions');
const versions = readdirSync(versionsFolder)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace(/\.sql$/, ''));

test('a recording of this version is read where it lies, beside its owner', async (t) => {
  const { temporaryDirectory } = await places(t);
  const { db, path } = await newDatabase(t);
  await db.quotes.record(aQuote());
  const reader = await opened(t, { path, temporaryDirectory, onCopy: () => t.fail() });
  t.is(reader.copy, null);
  t.is(reader.path, path);
  const later = aQuote({ price: 672, receivedAt: monday + minute });
  await db.quotes.record(later);
  t.deepEqual(await reader.quotes.latest('SPY', lastInstant), later, 'also what is recorded meanwhile');
  t.deepEqual(readdirSync(temporaryDirectory), []);
});

for (const version of versions) {
  test(`a recording of ${version} is read from a copy, and stays as it is`, async (t) => {
    const { data, path, temporaryDirectory } = await places(t);
    const raw = new SqliteDatabase(path);
    raw.exec(readFileSync(join(versionsFolder, `${version}.sql`), 'utf8'));
    raw.close();
    const before = contentOf(data);
    const announced: CopyUnderWay[] = [];
    const reader = await opened(t, {
      ...{ path, temporaryDirectory },
      onCopy: (copy) => announced.push(copy),
    });
    const { bytes, directory } = reader.copy!;
    t.like(announced, [{ path, directory, bytes, reason: 'older-schema' }]);
    t.is(announced.length, 1);
    t.is(bytes, readFileSync(path).length);
    t.like(reader.copy, { reason: 'older-schema', asOf: monday });
    t.is(reader.path, path);
    if (process.platform !== 'win32') t.deepEqual(readdirSync(temporaryDirectory), [], 'no name is left');

    const isBeforeTimes = migrations.findIndex(({ name }) => name === version) < 4;
    for (const chain of chains) {
      const expected = isBeforeTimes ? withoutTimes.chain(chain) : chain;
      t.deepEqual(await reader.chains.at('SPY', '2026-11-23', chain.timestamp), expected);
    }
    t.deepEqual(
      await reader.quotes.ofDay('SPY', monday - minute, monday + 10 * minute, lastInstant),
      quotes.map(({ timestamp, price }) => ({ at: timestamp, price })),
    );
    for (const bar of bars) {
      t.deepEqual(await reader.bars.range('SPY', bar.timeframe, bar.start, bar.start + 1, lastInstant), [
        bar,
      ]);
    }
    t.deepEqual(await reader.gaps.ofSession('SPY', gap.sessionDate, lastInstant), [gap]);
    const report = await reader.maintenance.check('full');
    t.deepEqual(report.problems, []);
    t.is((await reader.status()).schemaVersion, report.newestSchemaVersion);
    t.is((await reader.status()).path, path);
    await reader.close();
    t.deepEqual(readdirSync(temporaryDirectory), []);
    t.deepEqual(contentOf(data), before);
  });
}

test('a copy can be read only', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  const reader = await opened(t, { path: oldDatabase(path), temporaryDirectory });
  const writer = reader as unknown as Recording;
  const error = await t.throwsAsync<SpyglassError>(writer.quotes.record(aQuote()));
  t.is(error.code, 'data_dir');
});

test('two copies of one recording at once are apart', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const [one, other] = await Promise.all([
    opened(t, { path, temporaryDirectory }),
    opened(t, { path, temporaryDirectory }),
  ]);
  await one.close();
  t.is((await other.quotes.latest('SPY', lastInstant))?.price, quotes.at(-1)!.price);
});

test('without room for the copy nothing is copied, and the refusal says how much and where', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const asked: string[] = [];
  const freeBytes = (directory: string) => {
    asked.push(directory);
    return 1024 ** 2;
  };
  const options = { path, temporaryDirectory, clock, freeBytes, onCopy: () => t.fail() };
  const error = await t.throwsAsync<SpyglassError>(openPast(options));
  t.is(error.code, 'database_full');
  t.true(error.message.includes(path), error.message);
  t.true(error.message.includes(temporaryDirectory), error.message);
  t.regex(error.message, /needs \d+ MB of free space in .*, and there are 1 MB/);
  t.regex(error.hint, /TMPDIR/);
  t.deepEqual(asked, [temporaryDirectory]);
  t.deepEqual(readdirSync(temporaryDirectory), []);
});

test('where the room is used up meanwhile, the copy goes', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const answers = [null, 1024];
  const freeBytes = () => answers.shift() ?? null;
  const error = await t.throwsAsync<SpyglassError>(openPast({ path, temporaryDirectory, clock, freeBytes }));
  t.is(error.code, 'database_full');
  t.deepEqual(readdirSync(temporaryDirectory), []);
});

test('a place for copies that is not there is named', async (t) => {
  const { path, data } = await places(t);
  const temporaryDirectory = join(data, 'none');
  const error = await t.throwsAsync<SpyglassError>(
    openPast({ path: oldDatabase(path), temporaryDirectory, clock }),
  );
  t.is(error.code, 'data_dir');
  t.true(error.message.includes(temporaryDirectory), error.message);
  t.regex(error.hint, /TMPDIR/);
});

test('copying ends when it is called off, and leaves nothing', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const controller = new AbortController();
  const reason = new Error('enough');
  const opening = openPast({
    ...{ path, temporaryDirectory, clock, signal: controller.signal },
    onCopy: () => controller.abort(reason),
  });
  t.is(await t.throwsAsync(opening), reason);
  t.deepEqual(readdirSync(temporaryDirectory), []);
});

test('what no version can read is refused as ever, and nothing is copied', async (t) => {
  const { data, path, temporaryDirectory } = await places(t);
  const codeOf = async (file: string) => {
    const opening = openPast({ path: file, temporaryDirectory, clock, onCopy: () => t.fail() });
    return (await t.throwsAsync<SpyglassError>(opening)).code;
  };
  t.is(await codeOf(path), 'no_data');

  const diary = join(data, 'diary');
  writeFileSync(diary, 'Dear diary, today the market went up.\n'.repeat(200));
  t.is(await codeOf(diary), 'database_broken');

  const other = join(data, 'other.sqlite');
  const raw = new SqliteDatabase(other);
  raw.exec('create table recipes (name text)');
  raw.close();
  t.is(await codeOf(other), 'database_broken');

  await (await openDatabase({ path, clock })).close();
  const newer = new SqliteDatabase(path);
  newer
    .prepare('insert into mikro_orm_migrations (name) values (?)')
    .run('Migration29990101000000_unheard_of');
  newer.close();
  t.is(await codeOf(path), 'database_newer');
});

test('a damaged recording of an older version is refused by its own name, and its copy goes', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  spoilPages(path, 'chain_metrics');
  const error = await t.throwsAsync<SpyglassError>(openPast({ path, temporaryDirectory, clock }));
  t.is(error.code, 'database_broken');
  t.true(error.message.includes(path), error.message);
  t.deepEqual(readdirSync(temporaryDirectory), []);
});
