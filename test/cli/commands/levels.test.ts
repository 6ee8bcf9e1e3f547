import { run, startDaemonProcess } from '../../e2e/support/command.ts';
import { makeHome } from '../../e2e/support/terminal.ts';
import { long } from '../../support/long.ts';

long('levels are read from the daemon, and from the recordings when none runs', async (t) => {
  const home = makeHome(t);
  const none = await run(home, ['levels', '--demo']);
  t.is(none.code, 3);
  await startDaemonProcess(t, home, ['--demo']);
  const refreshed = await run(home, ['refresh', 'chain', '--demo']);
  t.is(refreshed.code, 0, refreshed.stderr);

  const table = await run(home, ['levels', '--demo']);
  t.is(table.code, 0, table.stderr);
  t.regex(
    table.stdout,
    /^SPY \d{4}-\d\d-\d\d \(\d-DTE\): levels at .* New York.*, spot [\d.]+ \(chain.*\), real-time, simulated/,
  );
  for (const name of [
    'net gamma',
    'gamma flip',
    'call wall',
    'put wall',
    'max pain',
    'expected move',
    'skew',
  ]) {
    t.true(table.stdout.includes(name), name);
  }
  t.regex(table.stdout, /dealer sign naive, open interest of the previous day/);
  const fromDaemon = await run(home, ['levels', 'SPY', '--json', '--demo']);
  const live = JSON.parse(fromDaemon.stdout);
  t.is(live.source, 'simulator');
  t.true(live.profile.byOpenInterest.length > 100);

  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
  const fromFile = await run(home, ['levels', '--json', '--demo']);
  t.is(fromFile.code, 0, fromFile.stderr);
  t.regex(fromFile.stderr, /No daemon is running/);
  const recorded = JSON.parse(fromFile.stdout);
  t.deepEqual(Object.keys(recorded).sort(), Object.keys(live).sort());
  t.true(recorded.timestamp >= live.timestamp);
  const then = await run(home, [
    'levels',
    '--json',
    '--demo',
    '--at',
    new Date(live.timestamp).toISOString(),
  ]);
  t.deepEqual(JSON.parse(then.stdout), live, 'the same instant, by the daemon and from the recordings');
  t.is(then.stdout, fromDaemon.stdout, 'to the last byte');

  const missing = await run(home, ['levels', 'QQQ', '--demo']);
  t.is(missing.code, 5);
  t.regex(missing.stderr, /No levels of QQQ/);
  const early = await run(home, ['levels', '--at', '2001-01-02T15:00:00Z', '--demo']);
  t.is(early.code, 5);
  t.is((await run(home, ['levels', '--at', 'noon', '--demo'])).code, 2);
});
