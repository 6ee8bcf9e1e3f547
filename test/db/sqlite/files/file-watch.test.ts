import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { SpyglassError } from '../../../../src/base/errors.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import type { Recording } from '../../../../src/recordings/recording.ts';
import { retentionCutoffs } from '../../../../src/daemon/recording/retention-cutoffs.ts';
import type { Chain } from '../../../../src/market/quotes/chain.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { aBar, aChain, aContract, aQuote, day, minute, monday } from '../../fixtures.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';

const clock = manualClock(monday + 100 * minute);

/** Enough contracts for the log to grow past what the copier's thread waits for within a few polls. */
const aPoll = (index: number, contracts = 50): Chain =>
  aChain({
    timestamp: monday + index * minute,
    contracts: Array.from({ length: contracts }, (_, strike) =>
      aContract({ strike: 400 + strike, bid: 1 + index / 100, quotedAt: monday + index * minute }),
    ),
  });

/** A database that records, and a copy of it that a person restores. */
async function recording(t: ExecutionContext) {
  const path = join(await tempDir(t), 'data', 'spyglass.sqlite');
  const backup = join(dirname(dirname(path)), 'backup.sqlite');
  const first = await openDatabase({ path, clock });
  await first.chains.record(aPoll(0));
  await first.maintenance.backup(backup);
  await first.close();
  const db = await openDatabase({ path, clock });
  t.teardown(() => db.close());
  await db.chains.record(aPoll(1));
  return { path, backup, db };
}

const isGone = (error: unknown) => error instanceof SpyglassError && error.code === 'database_gone';

async function assertNothingIsWritten(t: ExecutionContext, db: Recording): Promise<void> {
  const before = (await db.status()).tables;
  await t.throwsAsync(db.chains.record(aPoll(2)), { code: 'database_gone' });
  await t.throwsAsync(db.quotes.record(aQuote()), { code: 'database_gone' });
  t.deepEqual((await db.status()).tables, before);
}

const endings: Record<string, (path: string, backup: string) => void> = {
  'the database and what belongs to it is removed': (path) => {
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`);
  },
  'the database alone is removed': (path) => rmSync(path),
  'a backup takes its place': (path, backup) => renameSync(backup, path),
  'its directory is renamed': (path) => renameSync(dirname(path), `${dirname(path)}-old`),
  'the write-ahead log is removed': (path) => rmSync(`${path}-wal`),
  'the log’s index is removed': (path) => rmSync(`${path}-shm`),
  'the lock is removed': (path) => rmSync(`${path}.lock`),
};

for (const [what, happen] of Object.entries(endings)) {
  test(`nothing is written once ${what}`, async (t) => {
    const { path, backup, db } = await recording(t);
    t.notThrows(() => db.checkFiles());
    happen(path, backup);
    const error = t.throws<SpyglassError>(() => db.checkFiles(), { code: 'database_gone' });
    t.true(error.hint.includes(path), error.hint);
    await assertNothingIsWritten(t, db);
    t.truthy(
      await db.chains.at('SPY', aPoll(1).expiration, aPoll(1).timestamp),
      'what is open can still be read',
    );
  });
}

test('every kind of write is refused, through the ORM and in retention too', async (t) => {
  const { path, db } = await recording(t);
  rmSync(path);
  const gap = {
    ...{ underlying: 'SPY', job: 'chain', sessionDate: '2026-11-23', reason: 'test' },
    ...{ startedAt: monday, endedAt: null },
  };
  const writes: (() => unknown)[] = [
    () => db.bars.upsert([aBar()], monday),
    () => db.gaps.open(gap),
    () => db.gaps.record({ ...gap, endedAt: monday + 1 }),
    () => db.cache.put('key', 'quote', '{}', monday, monday + 1),
    () =>
      db.exchangeDays.replace(
        [{ date: '2026-11-27', kind: 'closed', name: 'a day', origin: 'status' }],
        monday,
      ),
    () =>
      db.apiLog.record({
        ...{ endpoint: '/v1', method: 'GET', statusCode: 200, responseTimeMs: 1, error: null },
        timestamp: monday,
      }),
  ];
  for (const write of writes) {
    const error = await t.throwsAsync(async () => void (await write()), undefined, write.toString());
    t.true(isGone(error), `${write}: ${error}`);
  }
  const plan = await db.retention.plan(retentionCutoffs(monday + 400 * day), clock.now());
  await t.throwsAsync(db.retention.execute(plan), { code: 'database_gone' });
});

test('a transaction under way when the database goes is undone', async (t) => {
  const { path, db } = await recording(t);
  rmSync(`${path}.lock`);
  await t.throwsAsync(db.chains.record(aPoll(2)), { code: 'database_gone' });
  t.is((await db.chains.latest('SPY', lastInstant))?.timestamp, aPoll(1).timestamp);
});

test('recording goes on when the same files are back', async (t) => {
  const { path, db } = await recording(t);
  const directory = dirname(path);
  for (const [from, to] of [
    [directory, `${directory}-old`],
    [path, `${path}.aside`],
  ] as const) {
    renameSync(from, to);
    t.throws(() => db.checkFiles(), { code: 'database_gone' });
    renameSync(to, from);
    t.notThrows(() => db.checkFiles());
  }
  await db.chains.record(aPoll(2));
  await db.close();
  const again = await openDatabase({ path, clock });
  t.teardown(() => again.close());
  t.deepEqual(await again.chains.latest('SPY', lastInstant), aPoll(2));
  t.deepEqual((await again.maintenance.check('full')).problems, []);
});

test('a backup that took the database’s place is neither written nor damaged by what is still open', async (t) => {
  const { path, backup, db } = await recording(t);
  const bytes = readFileSync(backup);
  renameSync(path, `${path}.aside`);
  renameSync(backup, path);
  t.throws(() => db.checkFiles(), { code: 'database_gone' });
  t.false(existsSync(`${path}-wal`), 'the log of the other file would be taken for the backup’s');
  const restored = new SqliteDatabase(path, { readonly: true });
  t.is(restored.pragma('integrity_check', { simple: true }), 'ok');
  t.is(restored.prepare('select count(*) from chain_polls').pluck().get(), 1);
  restored.close();
  t.truthy(await db.chains.latest('SPY', lastInstant), 'the open file still answers');
  await db.close();
  t.true(readFileSync(path).equals(bytes));

  // What was moved aside has all that was committed.
  copyFileSync(`${path}.aside`, join(dirname(path), 'copy.sqlite'));
  const aside = await openDatabase({ path: join(dirname(path), 'copy.sqlite'), clock });
  t.teardown(() => aside.close());
  t.deepEqual(await aside.chains.latest('SPY', lastInstant), aPoll(1));
});

test('a database that was removed leaves alone what somebody makes in its place', async (t) => {
  const { path, db } = await recording(t);
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`);
  mkdirSync(dirname(path), { recursive: true });
  const other = await openDatabase({ path, clock });
  await other.chains.record(aPoll(5));
  await t.throwsAsync(db.chains.record(aPoll(2)), { code: 'database_gone' });
  await db.close();
  await other.chains.record(aPoll(6));
  t.deepEqual((await other.maintenance.check('full')).problems, []);
  t.is((await other.chains.latest('SPY', lastInstant))?.timestamp, aPoll(6).timestamp);
  await other.close();
});

for (const [what, take] of Object.entries({
  'takes its place': (path: string, backup: string) => renameSync(backup, path),
  'comes after it was removed': (path: string) => rmSync(path),
})) {
  test(`a backup that ${what} just before the close opens sound, and nobody had to look first`, async (t) => {
    const { path, backup, db } = await recording(t);
    take(path, backup);
    await db.close();
    t.false(existsSync(`${path}-wal`));
    if (existsSync(backup)) renameSync(backup, path);
    const restored = await openDatabase({ path, clock });
    t.teardown(() => restored.close());
    t.deepEqual((await restored.maintenance.check('full')).problems, []);
    t.deepEqual(await restored.chains.latest('SPY', lastInstant), aPoll(0));
  });
}
