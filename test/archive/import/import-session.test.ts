import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sessionPath } from '../../../src/archive/archive-paths.ts';
import { diskFiles } from '../../../src/archive/files/archive-files.ts';
import { importSession } from '../../../src/archive/import/import-session.ts';
import { listSessions } from '../../../src/archive/list/list-sessions.ts';
import { verifySession } from '../../../src/archive/verify/verify-session.ts';
import { archive, recordedDays } from '../../export/support/recorded-days.ts';
import { tempDir } from '../../support/temp-dir.ts';

const key = { underlying: 'SPY', date: '2026-11-23' };

/** An archive with one session, and the directory of another one. */
async function twoArchives(t: ExecutionContext) {
  const { db, directory: from } = await recordedDays(t);
  await archive({ db, directory: from }, key);
  return { from, directory: path.join(await tempDir(t), 'archive') };
}

const options = (archives: { from: string; directory: string }) => ({
  ...{ ...archives, key, mode: 'live' as const, signal: new AbortController().signal },
});

test('a session is copied as it is, and found sound where it lies then', async (t) => {
  const archives = await twoArchives(t);
  const imported = await importSession(options(archives));
  const { hash } = await verifySession(archives.from, key, null);
  t.is(imported.hash, hash);
  t.is((await verifySession(archives.directory, key, { hash, mode: 'live' })).hash, hash);
  t.deepEqual(await listSessions(archives.directory), { sessions: [key], problems: [] });
});

test('a session that lies in the place is never replaced', async (t) => {
  const archives = await twoArchives(t);
  const place = path.join(archives.directory, sessionPath(key));
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, 'chain.parquet'), 'mine');
  await t.throwsAsync(importSession(options(archives)), {
    message: /lies in .* already; it was left as it is/,
  });
  t.is(readFileSync(path.join(place, 'chain.parquet'), 'utf8'), 'mine');
  t.deepEqual(readdirSync(path.dirname(place)), ['date=2026-11-23']);
});

test('a damaged session, one of the other market, and one that is interrupted leave nothing', async (t) => {
  const archives = await twoArchives(t);
  const isEmpty = () => readdirSync(path.join(archives.directory, 'underlying=SPY')).length === 0;
  await t.throwsAsync(importSession({ ...options(archives), mode: 'demo' }), {
    code: 'archive_damaged',
    message: /is of the live market, and not of the demo one/,
  });
  t.true(isEmpty());

  const stop = new AbortController();
  const files = {
    ...diskFiles,
    async create(file: string) {
      if (file.includes('quotes')) stop.abort();
      return await diskFiles.create(file);
    },
  };
  await t.throwsAsync(importSession({ ...options(archives), signal: stop.signal, files }), {
    name: 'AbortError',
  });
  t.true(isEmpty());

  const chain = path.join(archives.from, sessionPath(key), 'chain.parquet');
  const bytes = readFileSync(chain);
  bytes[40]! ^= 1;
  writeFileSync(chain, bytes);
  await t.throwsAsync(importSession(options(archives)), { code: 'archive_damaged' });
  t.true(isEmpty());
});
