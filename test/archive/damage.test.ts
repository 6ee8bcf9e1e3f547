import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { sessionFile, sessionFileNames, sessionPath } from '../../src/archive/archive-paths.ts';
import { type ArchiveFiles, diskFiles } from '../../src/archive/files/archive-files.ts';
import { listSessions } from '../../src/archive/list/list-sessions.ts';
import { openSession } from '../../src/archive/open/open-session.ts';
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { tidyArchive } from '../../src/archive/write/tidy-archive.ts';
import { long } from '../support/long.ts';
import { tempDir } from '../support/temp-dir.ts';
import { watchedFiles } from './support/failing-files.ts';
import { spx, spxSession, spy, spySession } from './support/known-session.ts';
import { rowsOf } from './support/session-content.ts';
import { facts, write } from './support/write.ts';

const files = watchedFiles(() => {});

/** An archive with the SPY's session in it. */
async function archive(t: ExecutionContext) {
  const dir = await tempDir(t);
  const { hash } = await write(dir, spySession, { files });
  const folder = path.join(dir, sessionPath(spy));
  return { dir, hash, folder, file: (name: string) => path.join(folder, `${name}.parquet`) };
}

async function damageOf(t: ExecutionContext, run: Promise<unknown>): Promise<string> {
  const error = await t.throwsAsync(run, { instanceOf: SpyglassError });
  t.is(error.code, 'archive_damaged', error.message);
  return error.message;
}

/** Reads all that can be read of a session; only damage may come of it. */
async function readWhatever(t: ExecutionContext, dir: string): Promise<'damaged' | 'read'> {
  const readAll = async () => {
    const session = await openSession(dir, spy);
    try {
      await session.polls();
      await session.quotes();
      await session.levels();
      await session.gaps();
      await session.alerts();
      for (const expiration of session.expirations) await session.chain(expiration);
      await session.contracts(null, 100);
    } finally {
      await session.close();
    }
  };
  try {
    await readAll();
    return 'read';
  } catch (error) {
    t.true(
      error instanceof SpyglassError && error.code === 'archive_damaged',
      String((error as Error).stack),
    );
    return 'damaged';
  }
}

const flipBytes = (every: number) => async (t: ExecutionContext) => {
  const { dir, hash, file } = await archive(t);
  let flips = 0;
  for (const name of sessionFileNames) {
    const whole = await readFile(file(name));
    for (let at = flips % every; at < whole.length; at += every) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << (at % 8);
      await writeFile(file(name), bytes);
      await damageOf(t, verifySession(dir, spy, { hash }));
      await readWhatever(t, dir);
      flips += 1;
    }
    await writeFile(file(name), whole);
  }
  t.true(flips > 50);
  t.is(await readWhatever(t, dir), 'read');
};

test('a bit that flipped is noticed, and whoever reads it gets values or an error', flipBytes(331));
long('any bit that flipped is noticed, and whoever reads it gets values or an error', flipBytes(29));

test('a file that was cut off, emptied or removed is named', async (t) => {
  const { dir, file } = await archive(t);
  for (const name of sessionFileNames) {
    const whole = await readFile(file(name));
    for (const length of [0, 3, 11, 12, Math.floor(whole.length / 2), whole.length - 1]) {
      await writeFile(file(name), whole.subarray(0, length));
      t.regex(
        await damageOf(t, verifySession(dir, spy, null)),
        new RegExp(`date=2026-11-20.${name}\\.parquet`),
      );
    }
    await rm(file(name));
    t.regex(await damageOf(t, verifySession(dir, spy, null)), new RegExp(`${name}\\.parquet is missing`));
    t.regex((await listSessions(dir)).problems.join(), new RegExp(`${name}\\.parquet is missing`));
    await writeFile(file(name), whole);
  }
  t.is(await readWhatever(t, dir), 'read');
});

test('files in the place of others are told apart', async (t) => {
  const { dir, file } = await archive(t);
  await rename(file('gaps'), file('spare'));
  await cp(file('polls'), file('gaps'));
  t.regex(
    await damageOf(t, verifySession(dir, spy, null)),
    /gaps\.parquet has the columns expiration, timestamp/,
  );
  await rename(file('spare'), file('gaps'));

  // Of another underlying, with the very same columns.
  await write(dir, spxSession, { files });
  await cp(path.join(dir, sessionPath(spx), 'quotes.parquet'), file('quotes'));
  t.regex(await damageOf(t, openSession(dir, spy)), /quotes\.parquet is the quotes of I:SPX on 2026-11-20/);
});

test('files of two writings are not one session, and a session is not another one', async (t) => {
  const { dir, hash, file } = await archive(t);
  const other = path.join(dir, 'other');
  const later = await write(other, spySession, { files, clock: { now: () => 1_800_000_000_000 } });
  t.not(later.hash, hash);
  await cp(path.join(other, sessionPath(spy), 'alerts.parquet'), file('alerts'));
  t.regex(await damageOf(t, openSession(dir, spy)), /alerts\.parquet is not from the same writing/);
  const message = await damageOf(t, verifySession(other, spy, { hash }));
  t.regex(message, /date=2026-11-20 is sound, but not what was archived/);
});

test('a demo session is refused where live ones are read, and the other way round', async (t) => {
  const dir = await tempDir(t);
  await write(dir, spySession, { files, facts: { ...facts, mode: 'demo', source: 'simulator' } });
  t.regex(
    await damageOf(t, openSession(dir, spy, { mode: 'live' })),
    /is of the demo market, and not of the live/,
  );
  t.regex(await damageOf(t, verifySession(dir, spy, { mode: 'live' })), /is of the demo market/);
  await (await openSession(dir, spy, { mode: 'demo' })).close();
  // Nor is it written over.
  t.regex(await damageOf(t, write(dir, spySession, { files })), /is of the demo market/);
});

test('a damaged session is not written over, and moved aside where that is asked for', async (t) => {
  const { dir, file } = await archive(t);
  await writeFile(file('quotes'), 'not a Parquet file');
  t.regex(await damageOf(t, write(dir, spySession, { files })), /quotes\.parquet/);
  t.is(await readFile(file('quotes'), 'utf8'), 'not a Parquet file');

  const { hash } = await write(dir, spySession, { files, setAside: true });
  await verifySession(dir, spy, { hash });
  const aside = 'date=2026-11-20.damaged-20261121T010500Z';
  t.deepEqual((await readdir(path.join(dir, 'underlying=SPY'))).toSorted(), ['date=2026-11-20', aside]);
  const moved = path.join(dir, 'underlying=SPY', aside);
  t.deepEqual(
    (await readdir(moved)).toSorted(),
    sessionFileNames.map((name) => `${sessionFile(name)}.damaged`).toSorted(),
  );
  t.is(await readFile(path.join(moved, 'quotes.parquet.damaged'), 'utf8'), 'not a Parquet file');
  t.deepEqual((await listSessions(dir)).problems, [
    `${path.join('underlying=SPY', aside)} was moved aside because it was damaged.`,
  ]);
});

test('a file of a newer schema says that a newer version wrote it', async (t) => {
  const { dir, file } = await archive(t);
  const bytes = await readFile(file('polls'));
  const key = bytes.indexOf('spyglass.schema');
  bytes[bytes.indexOf('1', key)] = '7'.charCodeAt(0);
  await writeFile(file('polls'), bytes);
  t.regex(await damageOf(t, openSession(dir, spy)), /polls\.parquet has schema 7, which a newer version/);
});

test('contracts that are not in order are no chain, and are not archived', async (t) => {
  const dir = await tempDir(t);
  for (const states of [
    spySession.states.toReversed(),
    // One contract twice, with others in between.
    [...spySession.states.slice(3), ...spySession.states.slice(0, 3)],
    [spySession.states[0]!, spySession.states[0]!],
  ]) {
    const contracts = async () => [states];
    const rows = { ...rowsOf(spySession), contracts };
    t.regex(
      await damageOf(t, write(dir, spySession, { files, rows })),
      /states of SPY\w+ in order|does not end a row group with/,
    );
  }
  t.deepEqual(await listSessions(dir), { sessions: [], problems: [] });
});

test('a session that is replaced while it is opened is opened as it is then', async (t) => {
  const { dir } = await archive(t);
  const changed = { ...spySession, alerts: [] };
  let isReplaced = false;
  const busy: ArchiveFiles = {
    ...diskFiles,
    async open(file) {
      if (file.endsWith('levels.parquet') && !isReplaced) {
        isReplaced = true;
        await write(dir, changed, { files, clock: { now: () => 1_800_000_000_000 } });
      }
      return diskFiles.open(file);
    },
  };
  const session = await openSession(dir, spy, {}, busy);
  t.deepEqual(await session.alerts(), []);
  t.deepEqual(await session.quotes(), spySession.quotes);
  await session.close();
});

test('what somebody else has put into a leftover stays, and keeps no other session from being tidied', async (t) => {
  const { dir, folder } = await archive(t);
  await mkdir(`${folder}.partial`);
  await writeFile(path.join(`${folder}.partial`, 'mine.csv'), '');
  await mkdir(path.join(dir, 'underlying=QQQ', 'date=2026-11-20.partial'), { recursive: true });
  const [first, second] = (await tidyArchive(dir)).toSorted();
  t.regex(first!, /mine\.csv is none of its own files/);
  t.regex(second!, /^removed .*underlying=QQQ.*date=2026-11-20\.partial/);
  t.deepEqual(await readdir(`${folder}.partial`), ['mine.csv']);
});
