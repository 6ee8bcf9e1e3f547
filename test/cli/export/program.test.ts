import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { aChain, aContract, minute, monday } from '../../db/fixtures.ts';
import { run } from '../../e2e/support/command.ts';
import { type Home, launcher, makeHome } from '../../e2e/support/terminal.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** With more recorded than a pipe and the streams at its ends hold, and a daemon's lock on it or none. */
async function homeWithChains(t: ExecutionContext) {
  const home = makeHome(t);
  const directory = path.join(home.dir, 'data', 'spyglass');
  mkdirSync(directory, { recursive: true });
  const db = await openDatabase({ path: path.join(directory, 'demo.sqlite'), clock: manualClock(monday) });
  for (let poll = 0; poll < 12; poll++) {
    const contracts = Array.from({ length: 400 }, (_, index) =>
      aContract({ strike: 400 + index, bid: 1 + poll / 100 }),
    );
    await db.chains.record(aChain({ contracts, timestamp: monday + poll * minute, source: 'simulator' }));
  }
  return { home, db };
}

function start(home: Home, args: string[]) {
  const child = spawn(process.execPath, [launcher, 'export', 'chain', '--demo', ...args], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece) => {
    said += String(piece);
  });
  return { child, exit: once(child, 'close').then(([code]) => code as number), said: () => said };
}

test('an export reads beside the owner of the recording; a reader that has had enough ends it quietly', async (t) => {
  const { home, db } = await homeWithChains(t);
  const whole = await run(home, ['export', 'chain', '--demo']);
  t.is(whole.code, 0, whole.stderr);
  t.is(whole.stderr, '');
  t.is(whole.stdout.split('\r\n').length, 1 + 400 * 12 + 1);
  await db.close();
  t.is((await run(home, ['export', 'chain', '--demo'])).stdout, whole.stdout);

  const enough = start(home, []);
  enough.child.stdout.once('data', () => enough.child.stdout.destroy());
  t.is(await enough.exit, 0);
  t.is(enough.said(), '');
});

test('it waits for a slow reader, and Ctrl-C ends it meanwhile', async (t) => {
  const { home, db } = await homeWithChains(t);
  await db.close();
  const slow = start(home, []);
  await once(slow.child.stdout, 'data');
  slow.child.stdout.pause();
  slow.child.kill('SIGINT');
  slow.child.stdout.resume();
  t.is(await slow.exit, 130);
  t.is(slow.said(), '');
});
