import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { launcher, makeHome } from '../../test/e2e/support/terminal.ts';
import { fillDatabase } from '../store/filled.ts';
import { type Spread, spreadOf } from '../support/spread.ts';
import { hasChain, liveDataDir, liveLaunch, startMarket } from './live-program.ts';
import { openPty, type PtyProgram } from './pty-program.ts';

export interface WhilePruning {
  rows: number;
  seconds: number;
  /** Milliseconds from a key to the first bytes after it: before, and while the daemon prunes. */
  keyBefore: Spread;
  keyPruning: Spread;
  /** Longest time between two frames: the clock on the screen ticks once a second. */
  longestGapMs: number;
}

/** Switches screens all the time, at times that keep no step with anything. */
async function pressUntil(program: PtyProgram, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; !isOver(); index++) {
    times.push(await program.answerTo(index % 2 === 0 ? '2' : '1'));
    await sleep(40 + ((index * 37) % 60));
  }
  return times;
}

/** The dashboard's answers to keys while the daemon inside it removes rows past their retention. */
export async function measureWhilePruning(rows: number, say: (line: string) => void): Promise<WhilePruning> {
  const endings: (() => unknown)[] = [];
  const t = { teardown: (end: () => unknown) => void endings.unshift(end) };
  try {
    const url = await startMarket(t);
    const home = makeHome(t);
    mkdirSync(liveDataDir(home), { recursive: true });
    say(`${rows} rows past their retention …`);
    const { db } = await fillDatabase(path.join(liveDataDir(home), 'spyglass.sqlite'), rows);
    await db.close();
    const { file, args, env } = liveLaunch(url, home, { SPYGLASS_CHAIN_SECONDS: '15' });
    const program = openPty(file, args, env);
    t.teardown(() => program.close());
    await program.until(hasChain);
    await sleep(5000);
    say('keys …');
    const since = performance.now();
    const before = await pressUntil(program, () => performance.now() - since > 5000);
    const frames = program.watchGaps();
    const startedAt = performance.now();
    let isOver = false;
    const pruned = promisify(execFile)(process.execPath, [launcher, 'prune', '--yes', ...args.slice(1)], {
      env,
    }).finally(() => {
      isOver = true;
    });
    const during = await pressUntil(program, () => isOver);
    await pruned;
    return {
      rows,
      seconds: (performance.now() - startedAt) / 1000,
      keyBefore: spreadOf(before),
      keyPruning: spreadOf(during),
      longestGapMs: frames(),
    };
  } finally {
    for (const end of endings) await end();
  }
}
