import test from 'ava';
import { run, startDaemonProcess } from './support/command.ts';
import { badge, isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

test.serial(
  'one daemon serves two dashboards and scripts at once, and outlives a dashboard that is killed',
  async (t) => {
    const home = makeHome(t);
    const daemon = await startDaemonProcess(t, home, ['--demo']);
    const one = openTerminal(t, home, ['--demo']);
    const two = openTerminal(t, home, ['--demo'], { columns: 80, rows: 24 });
    await one.until('the first dashboard', isReady);
    await two.until('the second dashboard', isReady);

    const status = await run(home, ['status', '--demo', '--json']);
    t.is(status.code, 0, status.stdout + status.stderr);
    const parsed = JSON.parse(status.stdout);
    t.is(parsed.hello.pid, daemon.child.pid);
    t.is(parsed.clients, 3);
    t.is(parsed.hello.mode, 'demo');

    one.kill('SIGKILL');
    await one.exit;
    t.is((await run(home, ['status', '--demo'])).code, 0);
    two.press('q');
    t.is((await two.exit).code, 0);
    t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
    t.is(await daemon.exit, 0);
  },
);

test.serial(
  'a dashboard keeps a stale picture when the daemon is killed, says so, and attaches again when it is back',
  async (t) => {
    const home = makeHome(t);
    const daemon = await startDaemonProcess(t, home, ['--demo']);
    const terminal = openTerminal(t, home, ['--demo']);
    await terminal.until('the dashboard', isReady);
    daemon.child.kill('SIGKILL');
    const stale = await terminal.until('the line that says so', (screen) => /daemon gone/.test(screen));
    t.regex(stale, /0-DTE chain/, 'the last picture stays');
    t.regex(stale, /\d+\.\d\d[│┃]/);
    t.true(stale.includes(badge));
    await daemon.exit;
    await startDaemonProcess(t, home, ['--demo']);
    await terminal.until(
      'the picture fresh again',
      (screen) => isReady(screen) && !/daemon gone/.test(screen),
    );
    terminal.press('q');
    t.is((await terminal.exit).code, 0);
  },
);

long.serial('the numbers of a dry run are the same on the command line and in the dashboard', async (t) => {
  const home = makeHome(t);
  await startDaemonProcess(t, home, ['--demo']);
  const outcome = await run(home, ['prune', '--dry-run', '--json', '--demo']);
  t.is(outcome.code, 0, outcome.stderr);
  const plan = JSON.parse(outcome.stdout);
  const terminal = openTerminal(t, home, ['--demo']);
  await terminal.until('the dashboard', isReady);
  terminal.press('p');
  await terminal.until('every table of the dry run', (screen) =>
    plan.tables.every(({ table }: { table: string }) => screen.includes(table)),
  );
  t.is(plan.isDryRun, true);
});

test.serial('a second daemon on the same database is refused, by name of the first', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo']);
  const second = await run(home, ['daemon', 'run', '--demo', '--socket', `${home.dir}/other.sock`]);
  t.is(second.code, 21);
  t.regex(second.stderr, new RegExp(`process ${daemon.child.pid} records into`));
});

test.serial('TERM closes a headless daemon in order', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo']);
  daemon.child.kill('SIGTERM');
  t.is(await daemon.exit, 0);
  t.regex(daemon.log(), /"msg":"closed"/);
  t.is((await run(home, ['status', '--demo'])).code, 3);
});

long.serial('what was recorded can be read when no daemon runs', async (t) => {
  const home = makeHome(t);
  await startDaemonProcess(t, home, ['--demo']);
  const refreshed = await run(home, ['refresh', '--demo']);
  t.is(refreshed.code, 0, refreshed.stdout + refreshed.stderr);
  await run(home, ['daemon', 'stop', '--demo']);
  const quote = await run(home, ['quote', '--demo', '--json']);
  t.is(quote.code, 0, quote.stderr);
  t.is(JSON.parse(quote.stdout).symbol, 'SPY');
  t.regex(quote.stderr, /No daemon is running/);
});
