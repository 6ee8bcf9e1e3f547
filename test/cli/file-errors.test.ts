import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { errorTable } from '../../src/base/errors.ts';
import { run } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';

const noFault = /fault in Spyglass|\n {4}at /;

test('a daemon starts without a log where none can be made, and says so', async (t) => {
  const home = makeHome(t);
  rmSync(path.join(home.dir, 'state'), { recursive: true });
  writeFileSync(path.join(home.dir, 'state'), 'a file where a directory is wanted');
  const started = await run(home, ['daemon', 'start', '--demo']);
  t.teardown(() => run(home, ['daemon', 'stop', '--demo']));
  t.is(started.code, 0, started.stderr);
  t.regex(started.stderr, /The log cannot be written/);
  const status = await run(home, ['status', '--demo', '--json']);
  const { problems } = JSON.parse(status.stdout).health;
  t.true(
    problems.some(({ subject }: { subject: string }) => subject === 'log'),
    status.stdout,
  );
});

test('an empty HOME and relative XDG paths put nothing into the working directory', async (t) => {
  const home = makeHome(t);
  const env = { HOME: '', XDG_CONFIG_HOME: 'config', XDG_DATA_HOME: '', XDG_STATE_HOME: './state' };
  const outcome = await run(home, ['config', 'path'], env);
  t.is(outcome.code, 0, outcome.stderr);
  t.true(path.isAbsolute(outcome.stdout.trim()), outcome.stdout);
  t.false(outcome.stdout.startsWith(process.cwd()), outcome.stdout);
});

test('a folder that cannot be made is an error with its path, not a fault of Spyglass', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'file');
  writeFileSync(file, '');
  const below = path.join(file, 'below');
  const commands: [string[], number][] = [
    [['daemon', 'run', '--demo', '--data-dir', below], errorTable.data_dir.exit],
    [['daemon', 'start', '--demo', '--data-dir', below], errorTable.data_dir.exit],
    [['config', 'init', '--config', path.join(below, 'spyglass.toml')], errorTable.settings.exit],
  ];
  for (const [words, code] of commands) {
    const outcome = await run(home, words);
    t.is(outcome.code, code, `${words.join(' ')}: ${outcome.stderr}`);
    t.true(outcome.stderr.includes(below), outcome.stderr);
    t.notRegex(outcome.stderr, noFault);
  }
});

test('every command refuses a FIFO in the database’s place at once', async (t) => {
  const home = makeHome(t);
  execFileSync('mkfifo', [path.join(home.dir, 'demo.sqlite')]);
  const flags = ['--demo', '--data-dir', home.dir];
  for (const words of [
    ['status'],
    ['quote'],
    ['doctor'],
    ['prune', '--dry-run'],
    ['db', 'check'],
    ['db', 'migrate'],
    ['db', 'backup', path.join(home.dir, 'copy')],
    ['daemon', 'run'],
  ]) {
    const outcome = await run(home, [...words, ...flags]);
    t.not(outcome.code, 0, words.join(' '));
    t.notRegex(outcome.stderr, noFault);
    if (words[0] !== 'status') t.regex(outcome.stderr + outcome.stdout, /FIFO/, words.join(' '));
  }
  t.false(existsSync(path.join(home.dir, 'copy')));
});

test('a data directory that is closed to its user is an error', async (t) => {
  if (process.getuid?.() === 0) return t.pass('root may write anywhere');
  const home = makeHome(t);
  const closed = path.join(home.dir, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  const outcome = await run(home, ['daemon', 'run', '--demo', '--data-dir', closed]);
  t.is(outcome.code, errorTable.data_dir.exit, outcome.stderr);
  t.notRegex(outcome.stderr, noFault);
  t.deepEqual(readdirSync(closed), []);
});
