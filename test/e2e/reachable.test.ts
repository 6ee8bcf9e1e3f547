import { rmSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { run, startDaemonProcess } from './support/command.ts';
import { makeHome } from './support/terminal.ts';
import { long } from '../support/long.ts';

test.serial(
  'a daemon that was started without a runtime directory is found from a shell that has one',
  async (t) => {
    const home = makeHome(t);
    const daemon = await startDaemonProcess(t, home, ['--demo'], { XDG_RUNTIME_DIR: '' });
    const status = await run(home, ['status', '--demo', '--json']);
    t.is(status.code, 0, status.stderr);
    t.is(JSON.parse(status.stdout).hello.pid, daemon.child.pid);
    const again = await run(home, ['daemon', 'start', '--demo']);
    t.is(again.code, 0, again.stderr);
    t.regex(again.stderr, new RegExp(`running already \\(process ${daemon.child.pid}\\)`));
    const picture = await run(home, ['--once', '--demo']);
    t.is(picture.code, 0, picture.stderr);
    const doctor = await run(home, ['doctor', '--demo']);
    t.is(doctor.code, 0, doctor.stdout);
    t.true(doctor.stdout.includes(path.join('state', 'spyglass', 'run', 'demo.sock')), doctor.stdout);

    const named = await run(home, [
      'daemon',
      'stop',
      '--demo',
      '--socket',
      path.join(home.dir, 'other.sock'),
    ]);
    t.is(named.code, 3, 'who names a socket means no other daemon');
    const stopped = await run(home, ['daemon', 'stop', '--demo']);
    t.is(stopped.code, 0, stopped.stderr);
    t.is(await daemon.exit, 0);
    t.is((await run(home, ['status', '--demo'])).code, 3);
  },
);

long.serial('a daemon that holds the recordings and is not reached is named, with what to do', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo']);
  daemon.child.kill('SIGSTOP');
  rmSync(path.join(home.dir, 'run'), { recursive: true });
  for (const command of [
    ['status'],
    ['daemon', 'start'],
    ['daemon', 'stop'],
    ['daemon', 'restart'],
    ['--once'],
  ]) {
    const outcome = await run(home, [...command, '--demo']);
    t.is(outcome.code, 33, `${command.join(' ')}: ${outcome.stderr}`);
    t.regex(
      outcome.stderr,
      new RegExp(`^spyglass: Process ${daemon.child.pid} records into .*demo\\.sqlite`, 'm'),
    );
    t.regex(outcome.stderr, new RegExp(`try again.*kill ${daemon.child.pid}`));
  }
  const doctor = await run(home, ['doctor', '--demo']);
  t.regex(doctor.stdout, new RegExp(`FAILURE +daemon +Process ${daemon.child.pid} records`));
  // Readers need nobody's answer.
  t.is((await run(home, ['db', 'check', '--demo'])).code, 0);

  daemon.child.kill('SIGCONT');
  let status = await run(home, ['status', '--demo', '--json']);
  while (status.code === 33) status = await run(home, ['status', '--demo', '--json']);
  t.is(status.code, 0, 'it has made its socket anew');
  t.is(JSON.parse(status.stdout).hello.pid, daemon.child.pid);
  await daemon.said('the socket was gone and has been made anew');
  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
  t.is(await daemon.exit, 0);
});
