import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from '@lydell/node-pty';
import test from 'ava';
import type { Status } from '../../src/protocol/state.ts';
import { run } from './support/command.ts';
import { daemonStatusUntil } from './support/daemon-status.ts';
import { type Home, launcher, makeHome } from './support/terminal.ts';
import { long } from '../support/long.ts';

const demo = { mode: 'demo' } as const;
const hasLogProblem = (status: Status | null) =>
  status?.health.problems.some(({ subject }) => subject === 'log') ?? false;

const logOf = (home: Home) => path.join(home.dir, 'state', 'spyglass', 'demo.log');

test('a daemon whose terminal is closed goes on recording, and logs into its file', async (t) => {
  const home = makeHome(t);
  const pty = spawn(process.execPath, [launcher, 'daemon', 'run', '--demo', '--fault', 'server-error'], {
    ...{ cols: 80, rows: 24, env: home.env },
  });
  t.teardown(() => pty.kill('SIGKILL'));
  pty.onData(() => undefined);
  const first = await daemonStatusUntil(home, demo, (status) => status !== null);
  t.is(first?.hello.pid, pty.pid);
  // The window is closed: its end of the terminal goes away, and HUP is sent.
  (pty as unknown as { destroy(): void }).destroy();
  const later = await daemonStatusUntil(home, demo, hasLogProblem);
  t.is(later?.hello.pid, pty.pid);
  t.true(existsSync(logOf(home)));
  t.regex(readFileSync(logOf(home), 'utf8'), /"msg"/);
  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
});

long('a daemon whose reader goes away goes on recording', async (t) => {
  const home = makeHome(t);
  const child = spawnProcess(
    process.execPath,
    [launcher, 'daemon', 'run', '--demo', '--fault', 'server-error'],
    {
      ...{ env: home.env, stdio: ['ignore', 'ignore', 'pipe'] },
    },
  );
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stderr!, 'data');
  child.stderr!.destroy();
  await daemonStatusUntil(home, demo, hasLogProblem);
  t.is(child.exitCode, null);
  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
});
