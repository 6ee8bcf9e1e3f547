import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { archiveForget } from '../../../src/cli/archive/archive-forget.ts';
import { archiveList } from '../../../src/cli/archive/archive-list.ts';
import { archiveNow, archiveVerify } from '../../../src/cli/archive/archive-work.ts';
import type { Environment } from '../../../src/cli/invocation/environment.ts';
import { type Invocation, readInvocation } from '../../../src/cli/invocation/invocation.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { ArchiveReport } from '../../../src/protocol/archive.ts';
import { aQuote, monday } from '../../db/fixtures.ts';
import { putEmptyDatabase } from '../../support/empty-database.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const noon = Date.parse('2020-11-20T17:00:00Z');
const dayMs = 86_400_000;

/** Quotes of SPY on a Friday and a Monday years ago, and of QQQ on the Friday. */
async function oldRecording(t: ExecutionContext): Promise<string> {
  const dir = await tempDir(t);
  const file = path.join(dir, 'spyglass.sqlite');
  await putEmptyDatabase(file);
  const db = await openDatabase({ path: file, clock: manualClock(monday) });
  for (const [symbol, days] of [
    ['SPY', 0],
    ['QQQ', 0],
    ['SPY', 3],
  ] as const) {
    const receivedAt = noon + days * dayMs;
    await db.quotes.record(
      aQuote({ symbol, price: 671 + days, receivedAt, timestamp: receivedAt - 5, quotedAt: receivedAt - 9 }),
    );
  }
  await db.close();
  return dir;
}

/** Runs a command without a daemon. */
async function ran<R>(
  dir: string,
  command: (invocation: Invocation) => Promise<R>,
  env: Record<string, string> = {},
): Promise<{ code: R; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const environment: Environment = {
    ...{ env, argv: [], pid: process.pid, platform: process.platform, appVersion: '0.0.0' },
    stdin: stdin as unknown as Environment['stdin'],
    stdout: stdout as unknown as Environment['stdout'],
    stderr: stderr as unknown as Environment['stderr'],
    places: { data: dir, config: dir, state: dir, runtime: null, platform: process.platform },
    workerUrl: new URL('file:///nowhere'),
  };
  const code = await command(await readInvocation(environment, { dataDir: dir }));
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

const now = (dir: string, date: string, flags = {}) =>
  ran(dir, (invocation) => archiveNow(invocation, flags, [date]));
const verify = (dir: string, date?: string, flags = {}) =>
  ran(dir, (invocation) => archiveVerify(invocation, flags, date === undefined ? [] : [date]));
const list = (dir: string, flags = {}, env = {}) =>
  ran(dir, (invocation) => archiveList(invocation, flags), env);

test('without a daemon a date is archived, listed and verified', async (t) => {
  const dir = await oldRecording(t);
  const before = await list(dir);
  t.regex(before.stdout, /^SPY +2020-11-23 +1 +database +waits$/m);
  t.regex(
    before.stdout,
    /No session is archived in .*archive yet\.\n3 sessions not archived yet, since 2020-11-20\./,
  );

  const archived = await now(dir, '2020-11-20');
  t.is(archived.code, 0);
  t.regex(archived.stdout, /^QQQ 2020-11-20 {2}ok {2}archived: 1 rows, .* kB\nSPY 2020-11-20 {2}ok/);
  t.regex(archived.stderr, /^archiving QQQ 2020-11-20\narchiving SPY 2020-11-20\n$/);

  const after: ArchiveReport = JSON.parse((await list(dir, { json: true, symbol: 'spy' })).stdout);
  t.like(after, {
    sessions: 2,
    waiting: 1,
    waitingSince: '2020-11-23',
    directory: path.join(dir, 'archive'),
  });
  t.deepEqual(
    after.list.map(({ symbol, date, isWaiting }) => [symbol, date, isWaiting]),
    [
      ['SPY', '2020-11-20', false],
      ['SPY', '2020-11-23', true],
    ],
  );
  const verified = await verify(dir, undefined, { json: true });
  t.is(verified.code, 0);
  t.deepEqual(
    JSON.parse(verified.stdout).map(({ symbol, isOk }: { symbol: string; isOk: boolean }) => [symbol, isOk]),
    [
      ['QQQ', true],
      ['SPY', true],
    ],
  );
});

test('a damaged file is a code of its own, and --replace writes it anew', async (t) => {
  const dir = await oldRecording(t);
  await now(dir, '2020-11-20', { symbol: 'SPY' });
  const file = path.join(dir, 'archive', 'underlying=SPY', 'date=2020-11-20', 'quotes.parquet');
  await writeFile(file, (await readFile(file)).fill(0, 20, 40));
  const found = await verify(dir, '2020-11-20');
  t.is(found.code, 34);
  t.regex(found.stdout, /^SPY 2020-11-20 {2}FAILED {2}.*quotes\.parquet/);
  t.regex((await list(dir)).stdout, /DAMAGED: .*quotes\.parquet/);
  t.is((await now(dir, '2020-11-20', { symbol: 'SPY' })).code, 34);
  t.is((await now(dir, '2020-11-20', { symbol: 'SPY', replace: true })).code, 0);
  t.is((await verify(dir)).code, 0);
});

test('what cannot be done is said with its code', async (t) => {
  const dir = await oldRecording(t);
  await t.throwsAsync(now(dir, '2098-01-03'), {
    message: /ends at 2098-01-03 20:00 New York/,
    code: 'usage',
  });
  await t.throwsAsync(now(dir, '2020-11-24'), { message: /Nothing was recorded/, code: 'no_data' });
  await t.throwsAsync(now(dir, 'friday'), { code: 'usage' });
  await t.throwsAsync(verify(dir, '2020-11-20'), { message: /Nothing is archived/, code: 'no_data' });
  t.regex((await verify(dir)).stdout, /No session is archived yet/);
  await t.throwsAsync(list(await tempDir(t)), { code: 'not_running' });
});

test('that archiving is off is said', async (t) => {
  const dir = await oldRecording(t);
  t.regex(
    (await list(dir, {}, { SPYGLASS_ARCHIVE: 'false' })).stdout,
    /Archiving is off \(archive\.enabled\)/,
  );
});

test('a lost session is given up by its owner’s word, and no other one is', async (t) => {
  const dir = await oldRecording(t);
  const forget = (flags = {}) =>
    ran(dir, (invocation) => archiveForget(invocation, { symbol: 'SPY', ...flags }, ['2020-11-20']));
  await t.throwsAsync(forget({ yes: true }), { code: 'no_data' });
  await now(dir, '2020-11-20');
  const recorded = await forget({ yes: true });
  t.regex(
    recorded.stdout,
    /FAILED {2}Its rows are still in the database; .* archive now 2020-11-20 --replace/,
  );
  t.not(recorded.code, 0);
  const db = await openDatabase({ path: path.join(dir, 'spyglass.sqlite'), clock: manualClock(monday) });
  await db.archivedSessions.markRemoved([{ underlying: 'SPY', date: '2020-11-20' }], 'quotes', noon + dayMs);
  await db.close();
  t.regex((await forget({ yes: true })).stdout, /FAILED {2}Its files are there and sound/);
  await rm(path.join(dir, 'archive', 'underlying=SPY'), { recursive: true });
  await t.throwsAsync(forget(), { code: 'usage', message: /1 recorded rows are lost for ever/ });
  const given = await forget({ yes: true });
  t.is(given.code, 0);
  t.regex(given.stdout, /^SPY 2020-11-20 {2}ok {2}given up/);
  const report: ArchiveReport = JSON.parse((await list(dir, { json: true })).stdout);
  t.is(report.problem, null);
  t.is(report.damaged, 0);
  await t.throwsAsync(forget({ yes: true }), { code: 'no_data' });
});
