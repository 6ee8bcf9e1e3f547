/**
 * Kills a recording process with SIGKILL again and again, at random moments of recording and pruning, and looks each
 * time whether the database is sound, has every poll that was acknowledged exactly once and exactly as it was, and opens
 * again within a second. Run by `npm run test:crash -- [times] [seed]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import SqliteDatabase from 'better-sqlite3';
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { seededRandom } from '../../src/base/random.ts';
import { aPoll, expiration } from './polls.ts';

const times = Number(process.argv[2] ?? 200);
const random = seededRandom(process.argv[3] ?? 'crash');
const longestLifeMs = 500;
const longestRestartMs = 1000;
const dir = mkdtempSync(join(tmpdir(), 'spyglass-crash-'));
const path = join(dir, 'spyglass.sqlite');
const acknowledged: number[] = [];
let slowestRestart = 0;
let recovered = 0;
let killedWhilePruning = 0;

for (let round = 1; round <= times; round++) {
  const from = (acknowledged.at(-1) ?? -1) + 2;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'victim.ts'), path, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, value] = line.split(' ');
    if (word === 'ready') setTimeout(() => child.kill('SIGKILL'), random.next() * longestLifeMs);
    else acknowledged.push(Number(value));
  }
  const [, signal] = (await exit) as [number | null, string | null];
  if (signal !== 'SIGKILL') fail(round, 'the recording process ended by itself');
  await look(round);
  if (round % 20 === 0) process.stdout.write(`${round} of ${times}: ${acknowledged.length} polls\n`);
}
rmSync(dir, { recursive: true });
process.stdout.write(
  `${times} kills, ${recovered} of them with a log to recover, ${killedWhilePruning} with old rows half removed: all ${acknowledged.length} acknowledged polls there, no damage; slowest start ${Math.round(slowestRestart)} ms\n`,
);

async function look(round: number): Promise<void> {
  const startedAt = performance.now();
  const db = await openDatabase({ path, clock: virtualClock(Date.UTC(2100, 0)) });
  const tookMs = performance.now() - startedAt;
  slowestRestart = Math.max(slowestRestart, tookMs);
  if (tookMs > longestRestartMs) fail(round, `the start took ${Math.round(tookMs)} ms`);
  if (db.wasRecovered) recovered += 1;
  try {
    // Early in a session, what every round has written is read again; later the newest and some of the others.
    const sample = acknowledged.filter(
      (_, index) => index > acknowledged.length - 40 || random.next() < 0.02,
    );
    for (const number of sample) {
      const expected = aPoll(number);
      const stored = await db.chains.at('SPY', expiration, expected.timestamp);
      if (!isDeepStrictEqual(stored, expected)) fail(round, `poll ${number} is not what was acknowledged`);
    }
    const { problems } = await db.maintenance.check('full');
    if (problems.length > 0) fail(round, problems.join('; '));
  } finally {
    await db.close();
  }
  const raw = new SqliteDatabase(path, { readonly: true });
  const count = (sql: string) => Number(raw.prepare(sql).pluck().get());
  const polls = count(`select count(*) from chain_polls where expiration_date = '${expiration}'`);
  const distinct = count(
    `select count(distinct timestamp) from chain_polls where expiration_date = '${expiration}'`,
  );
  const twice = count(
    'select count(*) from (select 1 from option_contracts group by symbol, timestamp having count(*) > 1)',
  );
  const old = `where expiration_date <> '${expiration}'`;
  const oldRows = count(`select count(*) from option_contracts ${old}`);
  if (oldRows !== count(`select coalesce(sum(stored), 0) from chain_polls ${old}`)) killedWhilePruning += 1;
  raw.close();
  // One more than acknowledged each round: committed, and killed before it could be said.
  if (polls !== distinct || twice > 0) fail(round, 'something is stored twice');
  if (polls < acknowledged.length || polls > acknowledged.length + round) {
    fail(round, `${polls} polls are stored, ${acknowledged.length} were acknowledged`);
  }
}

function fail(round: number, reason: string): never {
  process.stderr.write(`kill ${round}: ${reason}\n  the database is ${path}\n`);
  process.exit(1);
}
