import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { exportTable } from '../../../src/cli/export/export.ts';
import type { ExportFlags } from '../../../src/cli/export/export-wish.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { aChain, aContract, aQuote, minute, monday } from '../../db/fixtures.ts';
import { startCommand } from '../playback/command-output.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A data directory with a recording of two polls, and none that records into it. */
async function recordedDir(t: ExecutionContext): Promise<string> {
  const dir = await tempDir(t);
  const data = path.join(dir, 'data');
  mkdirSync(data);
  const db = await openDatabase({ path: path.join(data, 'spyglass.sqlite'), clock: manualClock(monday) });
  await db.chains.record(aChain());
  await db.chains.record(aChain({ timestamp: monday + minute, contracts: [aContract({ bid: 1.5 })] }));
  await db.quotes.record(aQuote());
  await db.close();
  return data;
}

interface Exported {
  out: string;
  err: string;
  code?: number;
  error?: Error & { code: string };
}

async function exported(dir: string, args: string[], flags: ExportFlags = {}): Promise<Exported> {
  const command = startCommand({ dir }, (invocation) => exportTable(invocation, flags, args));
  try {
    const code = await command.ended;
    return { code, ...command.said };
  } catch (error) {
    return { error: error as Error & { code: string }, ...command.said };
  }
}

test('an export goes to standard output alone, the same as into a file', async (t) => {
  const dir = await recordedDir(t);
  const piped = await exported(dir, ['chain']);
  t.is(piped.code, 0);
  t.is(piped.err, '');
  const lines = piped.out.split('\r\n');
  t.regex(lines[0]!, /^date,underlying,expiration,timestamp,/);
  // Four contracts, then one that changed and three that are missing.
  t.is(lines.length, 1 + 8 + 1);

  const file = path.join(dir, 'chain.csv');
  const filed = await exported(dir, ['chain'], { output: file });
  t.is(filed.code, 0);
  t.is(filed.out, '');
  t.is(filed.err, `8 rows → ${file}\n`);
  t.is(readFileSync(file, 'utf8'), piped.out);

  const again = await exported(dir, ['chain'], { output: file });
  t.is(again.error?.code, 'file');
  writeFileSync(file, 'old');
  t.is((await exported(dir, ['chain'], { output: file, force: true })).code, 0);
  t.is(readFileSync(file, 'utf8'), piped.out);
});

test('where there is nothing, nothing is written, but for gaps and requests', async (t) => {
  const dir = await recordedDir(t);
  const file = path.join(dir, 'out.csv');
  const nothing = await exported(dir, ['chain'], { symbol: 'QQQ', output: file });
  t.is(nothing.error?.code, 'no_data');
  t.regex(nothing.error!.message, /nothing of chain of QQQ in this range/);
  t.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith('out')),
    [],
  );
  t.is((await exported(dir, ['bars'])).error?.code, 'no_data');
  for (const table of ['gaps', 'usage']) {
    const { code, out } = await exported(dir, [table]);
    t.is(code, 0);
    t.regex(out, /^[a-z_,]+\r\n$/);
  }
  t.is((await exported(path.join(dir, 'elsewhere'), ['chain'])).error?.code, 'not_running');
});

test('ends of the range are read as times are everywhere', async (t) => {
  const dir = await recordedDir(t);
  const rowsOf = async (flags: ExportFlags) =>
    (await exported(dir, ['chain'], { format: 'ndjson', ...flags })).out.split('\n').length - 1;
  t.is(await rowsOf({ from: '2026-11-23', to: '2026-11-23' }), 8);
  t.is(await rowsOf({ from: '2026-11-23 10:01' }), 4);
  t.is(await rowsOf({ to: '2026-11-23 open+30m' }), 4);
  t.is(await rowsOf({ sample: '5m' }), 5);
  const wrong = await exported(dir, ['chain'], { from: '2026-11-24', to: '2026-11-23' });
  t.is(wrong.error?.code, 'usage');
  t.is(wrong.error?.message, '--to lies before --from.');
});

// Alone: the signal is the whole process’s.
test.serial('an interrupted export leaves nothing behind', async (t) => {
  const dir = await recordedDir(t);
  const file = path.join(dir, 'chain.csv');
  let partial: string[] = [];
  const command = startCommand({ dir }, (invocation) => {
    const { stderr } = invocation.environment;
    stderr.isTTY = true;
    // Progress is drawn once the file is open, before the first row.
    stderr.once('data', () => {
      partial = readdirSync(dir).filter((name) => name.endsWith('.partial'));
      process.emit('SIGINT', 'SIGINT');
    });
    return exportTable(invocation, { output: file }, ['chain']);
  });
  t.is(await command.ended, 130);
  t.is(partial.length, 1);
  t.false(existsSync(file));
  t.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith('chain')),
    [],
  );
});
