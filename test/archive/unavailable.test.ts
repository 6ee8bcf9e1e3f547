import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { listSessions } from '../../src/archive/list/list-sessions.ts';
import { openSession } from '../../src/archive/open/open-session.ts';
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { removeSession } from '../../src/archive/write/remove-session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type FileStep, systemError, watchedFiles } from './support/failing-files.ts';
import { spy, spySession } from './support/known-session.ts';
import { rowsOf } from './support/session-content.ts';
import { write } from './support/write.ts';

const refused: { code: string; step: FileStep; hint: RegExp }[] = [
  { code: 'ENOSPC', step: 'write', hint: /Make room/ },
  { code: 'ENOSPC', step: 'makeDirectory', hint: /Make room/ },
  { code: 'EDQUOT', step: 'sync', hint: /Make room/ },
  { code: 'EROFS', step: 'create', hint: /write there/ },
  { code: 'EACCES', step: 'makeDirectory', hint: /write there/ },
  { code: 'EIO', step: 'syncDirectory', hint: /disk/ },
  { code: 'EPERM', step: 'rename', hint: /write there/ },
];

for (const { code, step, hint } of refused) {
  test(`${code} at ${step} says what to do, and leaves the session that was there`, async (t) => {
    const dir = await tempDir(t);
    const { hash } = await write(dir, spySession);
    let isFirst = true;
    const files = watchedFiles((now, file) => {
      if (now !== step || !isFirst) return;
      isFirst = false;
      throw systemError(code, step === 'sync' ? 'fsync' : 'open', file);
    });
    const error = await t.throwsAsync(write(dir, spySession, { files }), { instanceOf: SpyglassError });
    t.is(error.code, 'archive_unavailable');
    t.regex(error.message, new RegExp(code));
    t.regex(error.hint, hint);
    t.regex(error.hint, /Recording goes on/);
    t.is((await verifySession(dir, spy, { hash })).hash, hash);
    t.deepEqual(await readdir(path.join(dir, 'underlying=SPY')), ['date=2026-11-20']);
  });
}

test('a directory that must be there is not made anew', async (t) => {
  const dir = path.join(await tempDir(t), 'not-mounted');
  const error = await t.throwsAsync(write(dir, spySession, { mustExist: true }), {
    instanceOf: SpyglassError,
  });
  t.is(error.code, 'archive_unavailable');
  t.regex(error.hint, /Mount its disk/);
  await t.throwsAsync(readdir(dir), { code: 'ENOENT' });
});

test('a file in the place of the directory is named', async (t) => {
  const file = path.join(await tempDir(t), 'file');
  await writeFile(file, '');
  const error = await t.throwsAsync(write(file, spySession), { instanceOf: SpyglassError });
  t.is(error.code, 'archive_unavailable');
  t.true(error.message.includes(file));
});

test('what is not there is unavailable, and not damaged', async (t) => {
  const dir = await tempDir(t);
  const codeOf = async (run: Promise<unknown>) =>
    (await t.throwsAsync(run, { instanceOf: SpyglassError })).code;
  t.is(await codeOf(openSession(dir, spy)), 'archive_unavailable');
  t.is(await codeOf(verifySession(dir, spy, null)), 'archive_unavailable');
  t.is(await codeOf(listSessions(path.join(dir, 'none'))), 'archive_unavailable');
});

test('a session that changes while it is written is not put in its place', async (t) => {
  const dir = await tempDir(t);
  const rows = rowsOf(spySession);
  let asked = 0;
  const growing = {
    ...rows,
    counts: async () => {
      asked += 1;
      return { ...(await rows.counts(spy)), polls: asked };
    },
  };
  const error = await t.throwsAsync(write(dir, spySession, { rows: growing }), { instanceOf: SpyglassError });
  t.regex(error.message, /changed while it was archived/);
  t.deepEqual(await listSessions(dir), { sessions: [], problems: [] });
});

test('a row that reads otherwise the second time is noticed', async (t) => {
  const dir = await tempDir(t);
  let reads = 0;
  const rows = rowsOf(spySession);
  const unsteady = {
    ...rows,
    polls: async () => {
      reads += 1;
      return spySession.polls.map((poll, index) =>
        index === 1 && reads > 1 ? { ...poll, stored: 1 } : poll,
      );
    },
  };
  const error = await t.throwsAsync(write(dir, spySession, { rows: unsteady }), {
    instanceOf: SpyglassError,
  });
  t.is(error.code, 'archive_damaged');
  t.regex(error.message, /polls\.parquet\.partial differs from the recording in row 1, column stored/);
});

test('a write that is called off leaves nothing', async (t) => {
  const dir = await tempDir(t);
  const controller = new AbortController();
  const reason = new Error('closing');
  const files = watchedFiles((step, file) => {
    if (step === 'create' && file.includes('levels')) controller.abort(reason);
  });
  t.is(await t.throwsAsync(write(dir, spySession, { files, signal: controller.signal })), reason);
  t.deepEqual(await readdir(path.join(dir, 'underlying=SPY')), []);
});

test('names of somebody else are listed as problems and stay', async (t) => {
  const dir = await tempDir(t);
  await write(dir, spySession);
  await mkdir(path.join(dir, 'underlying=SPY', 'date=2026-13-01'));
  await mkdir(path.join(dir, 'underlying=spy'));
  await writeFile(path.join(dir, 'notes.txt'), '');
  const own = path.join(dir, 'underlying=SPY', 'date=2026-11-20', 'mine.csv');
  await writeFile(own, '');
  t.deepEqual(await listSessions(dir), {
    sessions: [spy],
    problems: [
      'notes.txt is none of the archive’s.',
      'underlying=SPY/date=2026-11-20/mine.csv is none of the archive’s.',
      'underlying=SPY/date=2026-13-01 is none of the archive’s.',
      'underlying=spy is none of the archive’s.',
    ],
  });
  const error = await t.throwsAsync(write(dir, spySession), { instanceOf: SpyglassError });
  t.regex(error.message, /mine\.csv is none of its own files/);
  t.true((await readdir(path.dirname(own))).includes('mine.csv'));
});

test('a session is removed with its files, and with none of somebody else', async (t) => {
  const dir = await tempDir(t);
  await removeSession(dir, spy);
  await write(dir, spySession);
  const own = path.join(dir, 'underlying=SPY', 'date=2026-11-20', 'mine.csv');
  await writeFile(own, '');
  const error = await t.throwsAsync(removeSession(dir, spy), { instanceOf: SpyglassError });
  t.regex(error.message, /mine\.csv is none of its own files/);
  await rm(own);
  await removeSession(dir, spy);
  t.deepEqual(await readdir(path.join(dir, 'underlying=SPY')), []);
});
