import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { aChain, aContract, minute, monday } from '../db/fixtures.ts';
import { launcher, makeHome } from '../e2e/support/terminal.ts';
import { long } from '../support/long.ts';
import { manualClock } from '../support/manual-clock.ts';

const contracts = 400;
const polls = 1000;
/** Less than the rows take as text, and much less than they take as arrays. */
const heapMb = 64;

long('a range that is larger than the heap is exported', async (t) => {
  t.timeout(300_000);
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

  for (const format of ['csv', 'parquet']) {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${heapMb}`, launcher, 'export', 'chain', '--demo', '--format', format],
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
    if (format === 'csv') t.true(bytes > 1.5 * heapMb * 1e6, `${bytes} bytes`);
    else t.true(bytes > 10_000, `${bytes} bytes`);
  }
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
