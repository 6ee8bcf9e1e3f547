/** What can be wrong with an archive: it is said, recording goes on, and it is over once it is put right. */
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { watchedFiles, systemError } from '../../archive/support/failing-files.ts';
import { dates, evening, folderOf, openTestArchiver, recordSession, run } from './archiver-support.ts';

const key = { underlying: 'SPY', date: dates[1] };

/** Turns a byte in the middle of a file over. */
async function spoil(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = bytes[at]! ^ 0xff;
  await writeFile(file, bytes);
}

async function disk(t: ExecutionContext, code: string) {
  let isBad = true;
  const files = watchedFiles((step, file) => {
    if (isBad && (step === 'create' || step === 'write')) throw systemError(code, step, file);
  });
  const open = await openTestArchiver(t, { files });
  return {
    ...open,
    putRight() {
      isBad = false;
    },
  };
}

/** What is recorded goes on meanwhile, and is archived once files are taken again. */
async function isWaitedOut(t: ExecutionContext, code: string, says: RegExp, hint: RegExp): Promise<void> {
  const { work, problem, putRight, db, archiver } = await disk(t, code);
  await t.throwsAsync(work(), { message: says });
  t.like(problem(), { code: 'archive_unavailable' });
  t.regex(problem()!.message, says);
  t.regex(problem()!.hint, hint);
  t.like(archiver.state(), { waiting: 3, sessions: 0, problem: { code: 'archive_unavailable' } });
  const { since } = problem()!;
  await t.throwsAsync(work(), { message: says });
  t.is(problem()!.since, since, 'it is one problem, however often it is met');
  await recordSession(db, '2026-11-20');
  putRight();
  t.is((await work()).length, 4);
  t.is(problem(), null);
}

test('an archive disk that is full is a problem until there is room again', async (t) => {
  await isWaitedOut(t, 'ENOSPC', /there is no room left/, /Make room/);
});

test('an archive disk that is read-only is a problem until it can be written to', async (t) => {
  await isWaitedOut(t, 'EROFS', /read-only/, /Let this user write there/);
});

test('an archive that was moved is not written beside, and is taken up where it is put back', async (t) => {
  const { work, problem, directory, db } = await openTestArchiver(t);
  await work();
  await rename(directory, `${directory}-moved`);
  await recordSession(db, '2026-11-20');
  await t.throwsAsync(work(), { message: /There is no archive in/ });
  t.like(problem(), { code: 'archive_unavailable' });
  await t.throwsAsync(readFile(directory), { code: 'ENOENT' });
  await rename(`${directory}-moved`, directory);
  t.is((await work()).length, 1);
  t.is(problem(), null);
});

test('an empty directory in the place of the archive, as of a disk that is not mounted, is not written to', async (t) => {
  const { work, problem, directory, db } = await openTestArchiver(t);
  await work();
  await rename(directory, `${directory}-disk`);
  await cp(`${directory}-disk`, directory, { recursive: true, filter: (from) => !from.includes('date=') });
  await recordSession(db, '2026-11-20');
  await t.throwsAsync(work(), { message: /has none of the 3 archived sessions/ });
  t.like(problem(), { code: 'archive_unavailable' });
});

test('a damaged file is named, the rest goes on, and it is over once the file is what it was', async (t) => {
  const { work, problem, directory, archiver, db } = await openTestArchiver(t);
  await work();
  const file = path.join(folderOf(directory, key.date), 'quotes.parquet');
  const good = await readFile(file);
  await spoil(file);
  t.like((await archiver.verifyNow(key, run()))[0], { isOk: false, code: 'archive_damaged' });
  t.like(problem(), { code: 'archive_damaged' });
  t.regex(problem()!.message, /SPY 2026-11-24: .*quotes\.parquet/);
  t.like(archiver.state(), { damaged: 1, sessions: 3 });
  await recordSession(db, '2026-11-20');
  t.deepEqual((await work()).length, 2, 'the new session, and the damaged one once more');
  t.regex(problem()!.message, /quotes\.parquet/);
  await writeFile(file, good);
  await work();
  t.is(problem(), null);
  t.is((await db.archivedSessions.of(key))!.problem, null);
});

test('a damaged file is overwritten on the user’s word only, and kept beside', async (t) => {
  const { archiver, work, problem, directory } = await openTestArchiver(t);
  await work();
  await spoil(path.join(folderOf(directory, key.date), 'chain.parquet'));
  await archiver.verifyNow(key, run());
  const [refused] = await archiver.archiveNow({ ...key, replace: false }, run());
  t.like(refused, { isOk: false, code: 'archive_damaged' });
  t.like((await archiver.archiveNow({ ...key, replace: true }, run()))[0], { isOk: true });
  t.is(problem(), null);
  const { list } = await archiver.report();
  t.is(list.find(({ date }) => date === key.date)!.problem, null);
});

test('files that are missing are named, and archived again by hand while the database has the rows', async (t) => {
  const { archiver, work, problem, directory } = await openTestArchiver(t);
  await work();
  await rm(folderOf(directory, key.date), { recursive: true });
  t.deepEqual(await work(), []);
  t.regex(problem()!.message, /SPY 2026-11-24: its files are not there/);
  t.like((await archiver.archiveNow({ ...key, replace: false }, run()))[0], { isOk: true });
  t.is(problem(), null);
});

test('a single file that is missing is noticed at the next look', async (t) => {
  const { work, problem, directory } = await openTestArchiver(t);
  await work();
  await rm(path.join(folderOf(directory, key.date), 'gaps.parquet'));
  await work();
  t.regex(problem()!.message, /SPY 2026-11-24: .*gaps\.parquet/);
});

test('files that are another recording’s are not overwritten, and named until they are moved away', async (t) => {
  const { work, problem, directory, archiver, again } = await openTestArchiver(t, { recorded: [dates[0]] });
  await work();
  const { db } = again();
  await db.archivedSessions.remove({ underlying: 'SPY', date: dates[0] });
  const strange = path.join(folderOf(directory, dates[0]), 'chain.parquet');
  await spoil(strange);
  const other = again();
  await other.work();
  t.regex(other.problem()!.message, /SPY 2026-11-23: .*chain\.parquet/);
  t.like(other.archiver.state(), { waiting: 1, sessions: 0 });
  await rename(folderOf(directory, dates[0]), `${directory}-aside`);
  await other.work();
  t.is(other.problem(), null);
  t.is(other.archiver.state().sessions, 1);
  t.is(problem(), null);
  t.truthy(archiver);
});

test('a session whose rows have left the database is never written anew', async (t) => {
  const { archiver, work, db, directory } = await openTestArchiver(t);
  await work();
  await db.archivedSessions.markRemoved([key], 'chains', evening);
  const [kept] = await archiver.archiveNow({ ...key, replace: true }, run());
  t.like(kept, { isOk: true, message: 'has left the database; its files are sound' });
  await spoil(path.join(folderOf(directory, key.date), 'chain.parquet'));
  t.like((await archiver.archiveNow({ ...key, replace: true }, run()))[0], {
    isOk: false,
    code: 'archive_damaged',
  });
  const [again] = await archiver.archiveNow({ ...key, replace: true }, run());
  t.regex(again!.message, /have left the database/);
  t.is((await db.archivedSessions.of(key))!.chainsRemovedAt, evening);
});

test('a date that is not over is refused with its end, and one without a recording is said', async (t) => {
  const { archiver } = await openTestArchiver(t);
  await t.throwsAsync(archiver.archiveNow({ date: '2026-11-27', replace: false }, run()), {
    message: /its trade date ends at 2026-11-27 20:00 New York/,
  });
  await t.throwsAsync(archiver.archiveNow({ date: '2026-11-20', replace: false }, run()), {
    message: /Nothing was recorded on 2026-11-20/,
  });
  await t.throwsAsync(archiver.verifyNow({ date: '2026-11-20' }, run()), { message: /Nothing is archived/ });
});
