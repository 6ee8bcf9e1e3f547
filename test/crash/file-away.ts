/**
 * Takes the database away from a recording process again and again, at random moments: a backup takes its place, it is
 * removed with all that belongs to it, or its directory is renamed. Looks each time whether the process notices, ends in
 * no signal (SIGBUS), leaves what lies there now as it was, and saves every poll that was acknowledged. Run by
 * `npm run test:file-away -- [times] [seed] [replaced|removed|renamed]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import SqliteDatabase from 'better-sqlite3';
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { seededRandom } from '../../src/base/random.ts';
import { aPoll, expiration } from './polls.ts';

const times = Number(process.argv[2] ?? 20);
const random = seededRandom(process.argv[3] ?? 'away');
const longestLifeMs = 2000;
const dir = mkdtempSync(join(tmpdir(), 'spyglass-away-'));
const data = join(dir, 'data');
const path = join(data, 'spyglass.sqlite');
const backup = join(dir, 'backup.sqlite');
const rescued = join(dir, 'rescued.sqlite');
let saved = 0;

const ways = {
  replaced: () => renameSync(backup, path),
  removed: () => {
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`, { force: true });
  },
  renamed: () => {
    renameSync(data, `${data}-old`);
    mkdirSync(data);
  },
};
const names = (Object.keys(ways) as (keyof typeof ways)[]).filter(
  (name) => name === (process.argv[4] ?? name),
);

for (let round = 1; round <= times; round++) {
  const way = names[(round - 1) % names.length]!;
  await prepare();
  const before = readFileSync(backup);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'file-away-victim.ts'), path, rescued], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  let acknowledged = 0;
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') setTimeout(ways[way], 300 + random.next() * longestLifeMs);
    if (line.startsWith('stored ')) acknowledged = Number(line.split(' ')[1]);
    else said.push(line);
  }
  const [code, signal] = (await exit) as [number | null, string | null];
  if (code !== 0) fail(round, `${way}: the process ended with ${signal ?? code}`);
  if (said.join() !== 'ready,gone,closed') fail(round, `${way}: it said ${said.join()}`);
  if (way === 'replaced') {
    if (!readFileSync(path).equals(before)) fail(round, 'the backup in its place was written');
    await checkSound(round, path);
  } else if (existsSync(path)) fail(round, `${way}: a database was made in its place`);
  const polls = await checkSound(round, rescued);
  if (polls < acknowledged || polls > acknowledged + 1) {
    fail(round, `${way}: ${polls} polls were saved, ${acknowledged} were acknowledged`);
  }
  saved += polls;
}
rmSync(dir, { recursive: true });
process.stdout.write(
  `${times} databases taken away: no signal, no foreign write, all ${saved} polls saved\n`,
);

/** An empty directory, and a backup that holds one poll. */
async function prepare(): Promise<void> {
  for (const used of [data, `${data}-old`, backup, rescued]) rmSync(used, { recursive: true, force: true });
  const db = await openDatabase({ path, clock: virtualClock(Date.UTC(2100, 0)) });
  await db.chains.record(aPoll(0));
  await db.close();
  copyFileSync(path, backup);
  rmSync(data, { recursive: true });
}

/** How many polls a database holds; it opens as one of ours, without damage. */
async function checkSound(round: number, file: string): Promise<number> {
  const db = await openDatabase({ path: file, clock: virtualClock(Date.UTC(2100, 0)) });
  const { problems } = await db.maintenance.check('full');
  await db.close();
  if (problems.length > 0) fail(round, `${file}: ${problems.join('; ')}`);
  const raw = new SqliteDatabase(file, { readonly: true });
  const count = raw.prepare('select count(*) from chain_polls where expiration_date = ?').pluck();
  const polls = Number(count.get(expiration));
  raw.close();
  return polls;
}

function fail(round: number, reason: string): never {
  process.stderr.write(`round ${round}: ${reason}\n  the files are in ${dir}\n`);
  process.exit(1);
}
