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
  /** Removed, as the command says. */
  rows: number;
  seconds: number;
  /** Milliseconds from a key to the first bytes after it: before, and while the daemon prunes. */
  keyBefore: Spread;
  keyPruning: Spread;
  /** Longest time between two frames: the clock on the screen ticks once a second. */
  longestGapMs: number;
}

/** A session that is past its retention on the market's Monday, and was not yet when the Friday before was pruned. */
const expiredFrom = '2026-10-22';

/** Switches screens all the time, at times that keep no step with anything. */
function pressKeys(program: PtyProgram) {
  let index = 0;
  return async (isOver: () => boolean): Promise<number[]> => {
    const times: number[] = [];
    while (!isOver()) {
      index += 1;
      times.push(await program.answerTo(index % 2 === 0 ? '1' : '2'));
      await sleep(40 + ((index * 37) % 60));
    }
    return times;
  };
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
    const { db } = await fillDatabase(path.join(liveDataDir(home), 'spyglass.sqlite'), rows, expiredFrom);
    await db.close();
    const { file, args, env } = liveLaunch(url, home, {
      ...{ SPYGLASS_CHAIN_SECONDS: '15' },
      // What was filled in is in no archive.
      SPYGLASS_ARCHIVE: 'false',
    });
    const program = openPty(file, args, env);
    t.teardown(() => program.close());
    await program.until(hasChain);
    await sleep(5000);
    say('keys …');
    const since = performance.now();
    const pressUntil = pressKeys(program);
    const before = await pressUntil(() => performance.now() - since > 5000);
    const frames = program.watchGaps();
    const startedAt = performance.now();
    let isOver = false;
    const pruned = promisify(execFile)(process.execPath, [launcher, 'prune', '--yes', ...args.slice(1)], {
      env,
    }).finally(() => {
      isOver = true;
    });
    const during = await pressUntil(() => isOver);
    const { stdout } = await pruned;
    return {
      rows: Number(/([\d,]+) rows?/.exec(stdout)?.[1]?.replaceAll(',', '') ?? 0),
      seconds: (performance.now() - startedAt) / 1000,
      keyBefore: spreadOf(before),
      keyPruning: spreadOf(during),
      longestGapMs: frames(),
    };
  } finally {
    for (const end of endings) await end();
  }
}
