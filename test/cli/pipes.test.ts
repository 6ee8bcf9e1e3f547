import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { aChain, aContract, monday } from '../db/fixtures.ts';
import { run } from '../e2e/support/command.ts';
import { type Home, launcher, makeHome } from '../e2e/support/terminal.ts';
import { manualClock } from '../support/manual-clock.ts';

const args = ['chain', '--json', '--demo'];

/** With a recorded chain that takes more than a pipe holds. */
async function homeWithChain(t: ExecutionContext): Promise<Home> {
  const home = makeHome(t);
  const directory = path.join(home.dir, 'data', 'spyglass');
  mkdirSync(directory, { recursive: true });
  const db = await openDatabase({ path: path.join(directory, 'demo.sqlite'), clock: manualClock(monday) });
  const contracts = Array.from({ length: 400 }, (_, index) => aContract({ strike: 400 + index }));
  await db.chains.record(aChain({ contracts }));
  await db.close();
  return home;
}

function start(home: Home, stdout: 'pipe' | number) {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: home.env,
    stdio: ['ignore', stdout, 'pipe'],
  });
  let said = '';
  child.stderr!.on('data', (piece) => {
    said += String(piece);
  });
  return { child, exit: once(child, 'close').then(([code]) => code as number), said: () => said };
}

test('a reader that is slow gets all of it, one that has had enough ends it without a word', async (t) => {
  const home = await homeWithChain(t);
  const slow = start(home, 'pipe');
  slow.child.stdout!.pause();
  // The same again, from its start to its end: meanwhile the first one has filled its pipe, and waits.
  const whole = await run(home, args);
  t.true(whole.stdout.length > 65_536 * 2, 'more than a pipe holds');
  let read = '';
  slow.child.stdout!.on('data', (piece) => {
    read += String(piece);
    slow.child.stdout!.pause();
    setImmediate(() => slow.child.stdout!.resume());
  });
  slow.child.stdout!.resume();
  t.is(await slow.exit, 0);
  t.is(read.length, whole.stdout.length);

  const enough = start(home, 'pipe');
  enough.child.stdout!.once('data', () => enough.child.stdout!.destroy());
  t.is(await enough.exit, 0);
  t.is(enough.said(), whole.stderr, 'nothing but what is always said');
  const closed = start(home, 'pipe');
  closed.child.stdout!.destroy();
  t.is(await closed.exit, 0);
  t.is(closed.said(), whole.stderr);
});

test('output that does not fit on the disk is a failure, in a sentence', async (t) => {
  if (!existsSync('/dev/full')) return t.pass();
  const home = await homeWithChain(t);
  const full = start(home, openSync('/dev/full', 'w'));
  t.is(await full.exit, 41);
  t.regex(full.said(), /spyglass: Not all of the output could be written: .*no space left.*\n {2}\S/);
  t.notRegex(full.said(), /node:|Unhandled/);
});
