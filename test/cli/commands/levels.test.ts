import { newYorkDate } from '../../../src/market/calendar/new-york-time.ts';
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

  const today = newYorkDate(live.timestamp);
  const byDaemon = await run(home, ['levels', 'recompute', today, '--symbol', 'SPY', '--demo']);
  t.is(byDaemon.code, 0, byDaemon.stderr);
  t.regex(byDaemon.stdout, /`spyglass levels SPY --recomputed`/, 'noon may be to come');
  t.regex(byDaemon.stdout, /^Levels of \d+ polls? of SPY on \d{4}-\d\d-\d\d computed again by version \d+/);

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
  t.deepEqual(
    JSON.parse(then.stdout),
    { ...live, asOf: live.timestamp },
    'the same instant, by the daemon and from the recordings',
  );
  const said = then.stdout.replace(`,\n  "asOf": ${live.timestamp}\n}`, '\n}');
  t.is(said, fromDaemon.stdout, 'to the last byte');

  const again = await run(home, ['levels', 'recompute', today, '--json', '--demo']);
  t.is(again.code, 0, again.stderr);
  t.like(JSON.parse(again.stdout), { symbol: 'SPY', date: today, missing: 0, refused: [], nextFrom: null });
  t.true(JSON.parse(again.stdout).stored >= 1);
  const instant = new Date(live.timestamp).toISOString();
  const both = await run(home, ['levels', '--json', '--recomputed', '--demo', '--at', instant]);
  t.is(JSON.parse(both.stdout).recomputed.levels.timestamp, live.timestamp);
  const besides = await run(home, ['levels', '--recomputed', '--demo', '--at', instant]);
  t.regex(besides.stdout, /recorded, version \d+ +recomputed, version \d+/);
  t.is((await run(home, ['levels', 'recompute', '2026-02-30', '--demo'])).code, 2);
  const empty = await run(home, ['levels', 'recompute', '2020-01-02', '--demo']);
  t.is(empty.code, 5);
  t.regex(empty.stderr, /No chain of SPY was recorded on 2020-01-02/);

  const missing = await run(home, ['levels', 'QQQ', '--demo']);
  t.is(missing.code, 5);
  t.regex(missing.stderr, /No levels of QQQ/);
  const early = await run(home, ['levels', '--at', '2001-01-02T15:00:00Z', '--demo']);
  t.is(early.code, 5);
  t.is((await run(home, ['levels', '--at', 'noon', '--demo'])).code, 2);
});
