import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext, type TestFn } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { aChain, aContract, minute, monday } from '../db/fixtures.ts';
import { withServer } from '../cli/host/with-server.ts';
import { startDaemonProcess } from '../e2e/support/command.ts';
import { type Home, launcher, makeHome } from '../e2e/support/terminal.ts';
import { long } from '../support/long.ts';
import { manualClock } from '../support/manual-clock.ts';

const contracts = 400;
const polls = 1000;
/** Less than the rows take as text, and much less than they take as arrays. */
const heapMb = 64;

/** A demo's home with more rows than the heap takes. */
async function recordedHome(t: ExecutionContext): Promise<Home> {
  const home = makeHome(t);
  const directory = path.join(home.dir, 'data', 'spyglass');
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'demo.sqlite');
  const db = await openDatabase({ path: file, clock: manualClock(monday) });
  const chain = aChain({
    source: 'simulator',
    contracts: Array.from({ length: contracts }, (_, index) => aContract({ strike: 400 + index })),
  });
  await db.chains.record(chain);
  await db.close();
  multiplyPolls(file);
  return home;
}

/** Runs an export with a small heap, and counts its bytes. */
async function exportedBytes(t: ExecutionContext, home: Home, format: string, flags: string[]) {
  const child = spawn(
    process.execPath,
    [
      ...[`--max-old-space-size=${heapMb}`, launcher, 'export', 'chain', '--demo', '--format', format],
      ...['--from', '2026-11-23', ...flags],
    ],
    { env: home.env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let bytes = 0;
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  child.stderr.on('data', (piece) => {
    said += String(piece);
  });
  const [code] = await once(child, 'close');
  t.is(code, 0, said);
  return bytes;
}

long('a range that is larger than the heap is exported', async (t) => {
  t.timeout(300_000);
  const home = await recordedHome(t);
  const csv = await exportedBytes(t, home, 'csv', []);
  t.true(csv > 1.5 * heapMb * 1e6, `${csv} bytes`);
  const parquet = await exportedBytes(t, home, 'parquet', []);
  t.true(parquet > 10_000, `${parquet} bytes`);
});

const ofLinux: TestFn = process.platform === 'linux' ? long : (test.skip as unknown as TestFn);

ofLinux('the same from another machine, whose daemon keeps a little of it at a time', async (t) => {
  t.timeout(300_000);
  const server = await recordedHome(t);
  const { child } = await startDaemonProcess(t, server, ['--demo']);
  const peakMb = () =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;
  const here = withServer(t, server);
  const host = ['--host', 'ssh://box'];
  const part = await exportedBytes(t, here, 'csv', ['--to', '2026-11-23 10:20', ...host]);
  const before = peakMb();
  const csv = await exportedBytes(t, here, 'csv', host);
  t.true(csv > 1.5 * heapMb * 1e6 && csv > 8 * part, `${csv} bytes, and ${part} of a part`);
  // Neither its rows nor what has been sent of them stay.
  const grown = peakMb() - before;
  t.log(`the daemon takes ${before.toFixed(0)} MB, and for all of it ${grown.toFixed(0)} MB more`);
  t.true(grown < 1.5 * heapMb, `${grown} MB`);
});

/** Repeats the one poll a minute later each time: what is written is the same to an export, and there in a moment. */
function multiplyPolls(file: string): void {
  const raw = new SqliteDatabase(file);
  for (const table of ['chain_polls', 'option_contracts']) {
    const names = raw
      .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
      .all(table)
      .map(({ name }) => name)
      .filter((name) => !['id', 'timestamp', 'root'].includes(name));
    raw
      .prepare(`insert into ${table} (timestamp, ${names.join(', ')})
        with recursive step (number) as (select 1 union all select number + 1 from step where number < ?)
        select timestamp + step.number * ${minute / 4}, ${names.join(', ')} from step cross join ${table}`)
      .run(polls - 1);
  }
  raw.close();
}
