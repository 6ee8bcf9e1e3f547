import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { run, startDaemonProcess } from './support/command.ts';
import { type Home, launcher, makeHome } from './support/terminal.ts';

/** Starts the built program; its output is read from the start. */
function start(t: ExecutionContext, home: Home, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, exit, firstOutput: once(child.stdout, 'data') };
}

test('a recording is replayed beside the process that records it, which goes on', async (t) => {
  const home = makeHome(t);
  const TMPDIR = path.join(home.dir, 'tmp');
  mkdirSync(TMPDIR);
  await startDaemonProcess(t, home, ['--demo']);
  const refreshed = await run(home, ['refresh', '--demo']);
  t.is(refreshed.code, 0, refreshed.stderr);
  const { timestamp } = JSON.parse((await run(home, ['chain', '--json', '--demo'])).stdout);
  const until = ['--to', new Date(timestamp).toISOString()];
  const args = ['events', '--replay', 'today', '--json', '--demo'];
  const byTheDaemon = await run(home, [...args, ...until]);
  t.is(byTheDaemon.code, 0, byTheDaemon.stderr);

  // Who names another socket does not mean that daemon.
  const date = new Date(timestamp).toISOString().slice(0, 10);
  const alone = [
    'events',
    '--replay',
    date,
    '--json',
    '--demo',
    '--socket',
    path.join(home.dir, 'none.sock'),
  ];
  const beside = await run(home, [...alone, ...until], { TMPDIR });
  t.is(beside.code, 0, beside.stderr);
  t.true(beside.stdout.includes('"event":"chain"'));
  t.true(beside.stdout === byTheDaemon.stdout, 'to the last byte');

  const slow = start(t, home, [...alone, '--speed', '1'], { TMPDIR });
  await slow.firstOutput;
  slow.child.kill('SIGINT');
  t.is(await slow.exit, 0, 'Ctrl-C ends it in order');
  const enough = start(t, home, [...alone, '--speed', '1'], { TMPDIR });
  await enough.firstOutput;
  enough.child.stdout.destroy();
  // It learns of it with the next event that it prints.
  enough.child.kill('SIGTERM');
  t.is(await enough.exit, 0);
  t.deepEqual(readdirSync(TMPDIR), [], 'nothing is left');

  const status = await run(home, ['status', '--json', '--demo']);
  t.is(status.code, 0, status.stdout);
  const polled = await run(home, ['refresh', '--demo']);
  t.is(polled.code, 0, polled.stderr);
});
