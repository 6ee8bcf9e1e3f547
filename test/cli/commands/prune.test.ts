import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { prune } from '../../../src/cli/commands/prune.ts';
import type { Environment } from '../../../src/cli/invocation/environment.ts';
import { readInvocation } from '../../../src/cli/invocation/invocation.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { aChain, aQuote, monday } from '../../db/fixtures.ts';
import { anArchivedSession } from '../../recordings/contract/archived-sessions.ts';
import { putEmptyDatabase } from '../../support/empty-database.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const long = Date.parse('2020-11-20T15:00:00Z');
const dayMs = 86_400_000;

/** Quotes and a chain of years ago; the quotes of the first day are archived. */
async function oldRecording(t: ExecutionContext): Promise<string> {
  const dir = await tempDir(t);
  const path = join(dir, 'spyglass.sqlite');
  await putEmptyDatabase(path);
  const db = await openDatabase({ path, clock: manualClock(monday) });
  for (const day of [0, 3]) {
    const receivedAt = long + day * dayMs;
    await db.quotes.record(aQuote({ price: 300 + day, receivedAt, timestamp: receivedAt - 5 }));
  }
  await db.chains.record(aChain({ expiration: '2020-11-20', timestamp: long }));
  const key = { underlying: 'SPY', date: '2020-11-20' };
  const counts = { ...(await db.sessions.counts(key)), polls: 9 };
  await db.archivedSessions.record(anArchivedSession({ ...key, counts }));
  await db.close();
  return dir;
}

/** Runs `spyglass prune` on a terminal whose user answers so. */
async function pruned(
  dir: string,
  flags: Parameters<typeof prune>[1],
  { answer = '', env = {} as Record<string, string> } = {},
) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const environment: Environment = {
    ...{ env, argv: [], pid: process.pid, platform: process.platform },
    stdin: Object.assign(stdin, { isTTY: true }) as unknown as Environment['stdin'],
    stdout: stdout as unknown as Environment['stdout'],
    stderr: stderr as unknown as Environment['stderr'],
    places: { data: dir, config: dir, state: dir, runtime: null, platform: process.platform },
    appVersion: '0.0.0',
    workerUrl: new URL('file:///nowhere'),
  };
  stdin.end(`${answer}\n`);
  await prune(await readInvocation(environment, { dataDir: dir }), flags);
  return { stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

async function quotesIn(dir: string): Promise<number> {
  const db = await openForReading({ path: join(dir, 'spyglass.sqlite') });
  try {
    return (await db.status()).tables.find(({ table }) => table === 'spy_quotes')!.rows;
  } finally {
    await db.close();
  }
}

test('what the archive does not hold stays, and is named with the reason and the way out', async (t) => {
  const dir = await oldRecording(t);
  const { stdout } = await pruned(dir, { dryRun: true });
  t.regex(stdout, /spy_quotes +1 +2 /);
  t.regex(stdout, /^SPY chains of 2020-11-20 stay: that session has changed since it was archived\.$/m);
  t.regex(stdout, /^SPY quotes and alerts of 2020-11-23 stay: that session is not archived\.$/m);
  t.regex(stdout, /`spyglass prune --not-archived`/);
  const json = JSON.parse((await pruned(dir, { dryRun: true, json: true })).stdout);
  t.like(json, { onlyArchived: true, rows: 1 });
  t.deepEqual(
    json.waiting.map(({ rows, date, reason }: Record<string, unknown>) => [rows, date, reason]),
    [
      ['chains', '2020-11-20', 'changed'],
      ['quotes', '2020-11-23', 'not-archived'],
    ],
  );
  await pruned(dir, { yes: true });
  t.is(await quotesIn(dir), 1);
});

test('what is not archived goes on the user’s word alone, who is told before what is lost for ever', async (t) => {
  const dir = await oldRecording(t);
  const asked = await pruned(dir, { notArchived: true }, { answer: 'n' });
  t.regex(
    asked.stderr,
    /^Lost for ever: SPY quotes and alerts of 1 session of 2020-11-23, which the archive/m,
  );
  t.regex(asked.stderr, /^Lost for ever: SPY chains of 1 session of 2020-11-20/m);
  t.regex(asked.stderr, /Remove them, and lose this for ever\? \[y\/N\][\s\S]*Nothing was removed/);
  t.is(await quotesIn(dir), 2);
  const looked = JSON.parse((await pruned(dir, { notArchived: true, dryRun: true, json: true })).stdout);
  t.like(looked, { onlyArchived: false, isDryRun: true });
  t.is(looked.waiting.length, 2);
  await pruned(dir, { notArchived: true }, { answer: 'y' });
  t.is(await quotesIn(dir), 0);
});

test('with archiving off all goes that is past its retention', async (t) => {
  const dir = await oldRecording(t);
  const env = { SPYGLASS_ARCHIVE: 'false' };
  const { stdout, stderr } = await pruned(dir, {}, { answer: 'y', env });
  t.notRegex(stdout + stderr, /archive[^d]|for ever\?/);
  t.is(await quotesIn(dir), 0);
});
