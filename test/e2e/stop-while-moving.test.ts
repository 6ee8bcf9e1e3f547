import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { takeOwnerLock } from '../../src/db/sqlite/files/owner-lock.ts';
import { openLiveMarket } from './support/live-market.ts';
import { launcher } from './support/terminal.ts';
import { long } from '../support/long.ts';

test.serial('stop waits for the process that a recording moves to, and stops it', async (t) => {
  const market = await openLiveMarket(t);
  const dataDir = path.join(market.home.dir, 'd');
  mkdirSync(dataDir);
  const lock = takeOwnerLock(path.join(dataDir, 'spyglass.sqlite'), { pid: process.pid });
  const args = ['daemon', 'run', '--log-file', '--take-over', '--data-dir', dataDir];
  const successor = spawn(process.execPath, [launcher, ...args], {
    env: { ...market.home.env, ...market.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  t.teardown(() => successor.kill('SIGKILL'));
  const exit = once(successor, 'exit');
  await once(successor.stdout, 'data');
  // The daemon before has let go, and this one has not had its turn yet.
  lock.nameSuccessor(successor.pid!);
  lock.release();
  const stopping = market.run('daemon', 'stop');
  await Promise.race([stopping, market.run('status')]);
  successor.stdin.end('null\n');
  const { code, stderr } = await stopping;
  t.is(code, 0, stderr);
  t.regex(stderr, new RegExp(`process ${successor.pid}\\), which took over, has closed`));
  t.deepEqual(await exit, [0, null]);
  t.is((await market.run('daemon', 'stop')).code, 3, 'and no other one is left');
});

long.serial('stop right after the word to record on in the background ends the recording', async (t) => {
  const market = await openLiveMarket(t);
  const terminal = market.open({ inShell: true });
  await market.statusUntil((status) => status !== null);
  await terminal.until('the picture', (screen) => screen.includes('● recording'));
  terminal.press('q');
  await terminal.until('the question', (screen) => screen.includes('─ Quit'));
  terminal.press('\r');
  const { code, stderr } = await market.run('daemon', 'stop');
  t.is(code, 0, stderr);
  t.is(await market.statusOf(), null, stderr);
});
