import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { run, startDaemonProcess } from '../../e2e/support/command.ts';
import { launcher, makeHome } from '../../e2e/support/terminal.ts';
import { long } from '../../support/long.ts';
import { until } from '../../support/until.ts';
import { withServer } from './with-server.ts';

test('reading commands are answered by the daemon of the other machine', async (t) => {
  const server = makeHome(t);
  await startDaemonProcess(t, server, ['--demo']);
  const here = withServer(t, server);
  const away = await run(here, ['status', '--json', '--demo', '--host', 'ssh://me@box']);
  t.is(away.code, 0, away.stderr);
  const { hello } = JSON.parse(away.stdout);
  t.is(hello.databasePath, path.join(server.dir, 'data/spyglass/demo.sqlite'));

  const noisy = withServer(t, server, 'echo Welcome to box');
  const quote = await run(noisy, ['quote', '--demo'], { SPYGLASS_HOST: 'ssh://box' });
  t.is(quote.code, 0, quote.stderr);
  t.regex(quote.stdout, /^SPY /);
  t.regex(quote.stderr, /^The shell of box prints .*: Welcome to box$/m);
});

test('why the other machine is not reached is said in one line', async (t) => {
  const here = withServer(t, makeHome(t));
  const says = async (args: string[], env: Record<string, string>, message: RegExp) => {
    const { code, stderr } = await run(here, args, env);
    t.is(code, 36, stderr);
    t.regex(stderr, message);
  };
  await says(
    ['quote', '--host', 'ssh://box'],
    {},
    /^spyglass: Cannot reach the daemon of ssh:\/\/box: .*No daemon answers/,
  );
  await says(
    ['quote', '--host', 'ssh://box'],
    { SPYGLASS_REMOTE_COMMAND: 'spyglass-is-not-here' },
    /not found\n {2}Install Spyglass over there, or say in host\.remote_command/,
  );
});

test('a password in an address is refused, and shown nowhere', async (t) => {
  const here = withServer(t, makeHome(t));
  const { code, stdout, stderr } = await run(here, ['quote'], { SPYGLASS_HOST: 'ssh://me:hunter2@box' });
  t.is(code, 2);
  t.regex(stderr, /ssh:\/\/me:…@box: a password has no place in an address/);
  t.notRegex(stdout + stderr, /hunter2/);
});

test('Ctrl-C and TERM while ssh connects leave nothing behind', async (t) => {
  const here = withServer(t, makeHome(t), 'touch "$TMPDIR/asked"; exec sleep 60');
  const temporary = path.join(here.dir, 'tmp');
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    mkdirSync(temporary);
    const child = spawn(process.execPath, [launcher, 'quote', '--host', 'ssh://box'], {
      env: { ...here.env, TMPDIR: temporary },
      stdio: 'ignore',
    });
    t.teardown(() => child.kill('SIGKILL'));
    const exit = once(child, 'exit');
    await until(() => existsSync(path.join(temporary, 'asked')), 20);
    child.kill(signal);
    t.deepEqual(await exit, [code, null]);
    t.deepEqual(readdirSync(temporary), ['asked']);
    rmSync(temporary, { recursive: true });
  }
});

test('what is about this machine takes no --host', async (t) => {
  const home = makeHome(t);
  for (const args of [
    ['daemon', 'start'],
    ['db', 'check'],
    ['service', 'status'],
    ['import', home.dir],
    ['doctor'],
  ]) {
    const { code, stderr } = await run(home, [...args, '--host', 'ssh://box']);
    t.is(code, 2, args.join(' '));
    t.regex(stderr, /takes no --host/);
  }
  const places = await run(home, ['quote', '--host', 'ssh://box', '--data-dir', '/tmp']);
  t.regex(places.stderr, /--data-dir is about this machine/);
  const archive = await run(home, ['export', 'chain', '--host', 'ssh://box', '--archive', '/tmp']);
  t.regex(archive.stderr, /--archive is about this machine/);
});

long('a forced command that may only read answers what is read, and refuses the rest', async (t) => {
  const server = makeHome(t);
  await startDaemonProcess(t, server, ['--demo']);
  const here = withServer(t, server);
  here.env.SPYGLASS_REMOTE_COMMAND += ' dial-stdio --read-only --demo #';
  const host = ['--host', 'ssh://box'];
  t.is((await run(here, ['chain', '--json', ...host])).code, 0);
  t.is((await run(here, ['--once', ...host])).code, 0);
  const { hello } = JSON.parse((await run(here, ['status', '--json', ...host])).stdout);
  const exported = ['export', 'quotes', '--to', new Date(hello.now).toISOString()];
  const away = await run(here, [...exported, ...host]);
  t.is(away.code, 0, away.stderr);
  t.is(away.stdout, (await run(server, [...exported, '--demo'])).stdout);
  for (const args of [['refresh', 'quote', '--force'], ['last-trade'], ['archive', 'verify', '2026-11-25']]) {
    const { code, stderr } = await run(here, [...args, ...host]);
    t.is(code, 35, `${args.join(' ')}: ${stderr}`);
    t.regex(stderr, /refused: this connection may only read/);
  }
});
