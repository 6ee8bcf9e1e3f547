/**
 * Kills a process that records, archives, verifies, prunes and imports with SIGKILL again and again, at random moments, and looks
 * each time whether every row that was acknowledged is in the database or in a sound session of the archive, as it was
 * recorded, and whether anything is half done. Run by `npm run test:chaos -- [times] [seed]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { seededRandom } from '../../src/base/random.ts';
import { makeForeignArchive } from './foreign-archive.ts';
import { checkRecording, type Found, sampleOf } from './check.ts';

const times = Number(process.argv[2] ?? 100);
const seed = process.argv[3] ?? 'chaos';
const random = seededRandom(seed);
/** A life is as many works long at most, and the last one of them is cut off within so many milliseconds. */
const mostWorks = 10;
const cutOffMs = 250;
const directory = mkdtempSync(path.join(tmpdir(), 'spyglass-chaos-'));

const acknowledged: number[] = [];
/** The last row that was begun: it may have been committed without having been acknowledged. */
let tried = -1;
/** How often the process was killed in each of its works. */
const killedIn: Record<string, number> = {};
let leftovers = 0;
/** As many as there are to import, with some to spare. */
await makeForeignArchive(directory, Math.max(6, Math.ceil(times / 2)));

for (let round = 1; round <= times; round++) {
  const work = await killedLife(round);
  killedIn[work] = (killedIn[work] ?? 0) + 1;
  if ((await look(round, sampleOf(acknowledged, random))).leftovers > 0) leftovers += 1;
  if (round % 20 === 0)
    process.stdout.write(`${round} of ${times}: ${acknowledged.length} rows of each kind\n`);
}
const { sessions, removed, imported } = await look(times, { rows: acknowledged, sessions: 'all' });
rmSync(directory, { recursive: true });
const where = Object.entries(killedIn).map(([work, count]) => `${count} in ${work}`);
process.stdout.write(
  `${times} kills (${where.join(', ')}), ${leftovers} of them with a session half written: all ${acknowledged.length} acknowledged rows of each kind there, ${sessions} sessions whole, ${removed} of them no longer in the database and ${imported} imported\n`,
);

/** One life of the process. Returns what it was doing when it was killed. */
async function killedLife(round: number): Promise<string> {
  const program = path.join(import.meta.dirname, 'victim.ts');
  const child = spawn(process.execPath, [program, directory, String(tried + 1), `${seed} ${round}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  let doing = 'starting';
  let works = random.integer(1, mostWorks);
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, value = ''] = line.split(' ');
    if (word === 'begin') {
      doing = value;
      // Most of the time goes into recording, which `npm run test:crash` is about.
      if (value !== 'record' || round % 5 === 0) works -= 1;
      if (works === 0) setTimeout(() => child.kill('SIGKILL'), random.next() * cutOffMs);
    } else if (word === 'try') tried = Number(value);
    else if (word === 'stored') acknowledged.push(Number(value));
  }
  const [, signal] = (await exit) as [number | null, string | null];
  if (signal !== 'SIGKILL') fail(round, `the process ended by itself, ${doing}`);
  return doing;
}

async function look(round: number, asked: Parameters<typeof checkRecording>[1]): Promise<Found> {
  const found = await checkRecording(directory, asked);
  for (const problem of found.problems) process.stderr.write(`${problem}\n`);
  if (found.problems.length > 0) fail(round, `${found.problems.length} problems`);
  return found;
}

function fail(round: number, reason: string): never {
  process.stderr.write(`kill ${round}: ${reason}\n  the files are in ${directory}\n`);
  process.exit(1);
}
