/**
 * Starts, stops and kills a daemon on one database over and over, at random moments, and looks after each cycle whether
 * anything was left behind: `npm run stress:cycles -- 1000`. The program must have been built. Two lanes, each with a
 * database and a socket of its own, keep two cores busy.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { SpyglassError } from '../../src/base/errors.ts';
import { seededRandom } from '../../src/base/random.ts';
import { openLink } from '../../src/protocol/connection/link.ts';

const cycles = Number(process.argv[2] ?? 1000);
const lanes = 2;
const root = mkdtempSync(path.join(tmpdir(), 'sgc-'));
const launcher = process.env.SPYGLASS_LAUNCHER ?? copyOfProgram();
const clock = systemClock();
const problems: string[] = [];
const counts: Record<string, number> = {};
let done = 0;

/** A build in the meantime would pull the program out from under its daemons. */
function copyOfProgram(): string {
  const source = path.join(import.meta.dirname, '../..');
  const copy = path.join(root, 'program');
  for (const part of ['bin', 'dist', 'migrations', 'package.json']) {
    cpSync(path.join(source, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(source, 'node_modules'), path.join(copy, 'node_modules'));
  return path.join(copy, 'bin/spyglass.js');
}

interface Started {
  child: ChildProcess;
  exit: Promise<{ code: number | null; signal: string | null }>;
  /** Resolves once it records; `false` when it ended before. */
  recording: Promise<boolean>;
  log: () => string;
}

/** Cycles one after the other on one database, as many as `take` gives numbers for. */
async function runLane(lane: number, take: () => number | null): Promise<void> {
  const dir = path.join(root, String(lane));
  mkdirSync(dir);
  const socketPath = path.join(dir, 'run', 'spyglass', 'demo.sock');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: dir,
    XDG_DATA_HOME: path.join(dir, 'data'),
    XDG_CONFIG_HOME: path.join(dir, 'config'),
    XDG_STATE_HOME: path.join(dir, 'state'),
    XDG_RUNTIME_DIR: path.join(dir, 'run'),
  };
  const random = seededRandom(20261123 + lane);

  function start(): Started {
    const child = spawn(process.execPath, [launcher, 'daemon', 'run', '--demo'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    const exit = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
    const recording = new Promise<boolean>((resolve) => {
      child.stderr!.on('data', (piece) => {
        log += piece;
        if (log.includes('"msg":"recording"')) resolve(true);
      });
      void exit.then(() => resolve(false));
    });
    return { child, exit, recording, log: () => log };
  }

  async function shutDown(): Promise<void> {
    const link = await openLink({ socketPath, clock, appVersion: '0', client: 'cycles' });
    await link.request('shutdown', {});
    await link.closed;
  }

  async function isAnswered(): Promise<boolean> {
    try {
      const link = await openLink({ socketPath, clock, appVersion: '0', client: 'cycles' });
      link.close();
      return true;
    } catch (error) {
      if (error instanceof SpyglassError && error.code === 'not_running') return false;
      throw error;
    }
  }

  /** Processes that were started with our directory as their home and still run. */
  function orphans(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((name) => {
        try {
          return readFileSync(`/proc/${name}/environ`, 'latin1').includes(`HOME=${dir}\0`);
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  for (let cycle = take(); cycle !== null; cycle = take()) {
    const kind = ['shutdown', 'term', 'kill', 'kill-early', 'term-early', 'two-owners'][
      random.integer(0, 5)
    ]!;
    counts[kind] = (counts[kind] ?? 0) + 1;
    const complain = (what: string) => problems.push(`cycle ${cycle} (${kind}): ${what}`);
    const one = start();
    const two = kind === 'two-owners' ? start() : null;
    if (kind.endsWith('early')) {
      await clock.sleep(random.integer(0, 700));
      one.child.kill(kind === 'kill-early' ? 'SIGKILL' : 'SIGTERM');
      const { code, signal } = await one.exit;
      const isInOrder = kind === 'kill-early' || code === 0 || signal === 'SIGTERM';
      if (!isInOrder) complain(`ended with ${code} ${signal}\n${one.log()}`);
    } else if (two) {
      const [first, second] = await Promise.all([one.recording, two.recording]);
      if (first && second) complain('two owners of one database');
      if (!first && !second) complain(`no owner at all\n${one.log()}\n${two.log()}`);
      const loser = await (first ? two : one).exit;
      if (loser.code !== 21) complain(`the second one ended with ${loser.code}`);
      await shutDown();
      await (first ? one : two).exit;
    } else {
      if (!(await one.recording)) complain(`did not start\n${one.log()}`);
      else if (kind === 'shutdown') await shutDown();
      else one.child.kill(kind === 'kill' ? 'SIGKILL' : 'SIGTERM');
      const { code } = await one.exit;
      if (kind !== 'kill' && code !== 0) complain(`ended with ${code}\n${one.log()}`);
    }
    if (await isAnswered()) complain('somebody answers after the end');
    const isSocketExpected = kind.startsWith('kill');
    if (!isSocketExpected && existsSync(socketPath) && kind !== 'term-early') complain('a socket was left');
    const left = process.platform === 'linux' ? orphans() : [];
    if (left.length > 0) complain(`orphans: ${left.join(', ')}`);
    done += 1;
    if (done % 50 === 0) process.stderr.write(`${done} cycles, ${problems.length} problems\n`);
  }

  // Whatever the last cycles left, the next daemon starts, owns the database, and leaves nothing.
  const last = start();
  if (!(await last.recording)) problems.push(`the last one did not start\n${last.log()}`);
  else await shutDown();
  await last.exit;
  if (existsSync(socketPath)) problems.push('the last one left its socket');
}

const startedAt = clock.monotonic();
let taken = 0;
const take = () => (taken < cycles ? ++taken : null);
await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, take)));
rmSync(root, { recursive: true, force: true });
const seconds = Math.round((clock.monotonic() - startedAt) / 1000);
process.stdout.write(`${JSON.stringify({ cycles, seconds, counts, problems }, null, 2)}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
