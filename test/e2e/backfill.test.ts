import path from 'node:path';
import test from 'ava';
import Database from 'better-sqlite3';
import { startSimulator } from '../support/shared-market.ts';
import { manualClock } from '../support/manual-clock.ts';
import { run, startDaemonProcess } from './support/command.ts';
import { daemonStatusUntil } from './support/daemon-status.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

const range = ['--timeframe', '15min', '--from', '2025-06-02', '--to', '2026-10-30'];

/** Requests for bars in the log, and the days that have some. */
function countsIn(file: string): { calls: number; days: number } {
  const database = new Database(file, { readonly: true });
  try {
    const count = (sql: string) => database.prepare<[], number>(sql).pluck().get()!;
    return {
      calls: count(
        "select count(*) from api_requests_log where endpoint like '/v2/aggs/%/range/{multiplier}/%'",
      ),
      days: count(
        "select count(distinct date) from historical_prices where timeframe = '15min' and date < '2026-10-31'",
      ),
    };
  } finally {
    database.close();
  }
}

const percentOf = (screen: string) => Number(/(\d+) %/.exec(screen)?.[1]);
const progressLines = (screen: string) => screen.split('\n').filter((line) => /\d+ % /.test(line));

long('a backfill shows its progress on one line, ends on Ctrl-C, and goes on where it was', async (t) => {
  t.timeout(240_000);
  const home = makeHome(t);
  const dir = path.join(home.dir, 'recordings');
  const here = ['--demo', '--data-dir', dir];
  // A Saturday, so that nothing else asks; five calls a minute, of which one passes every two seconds.
  await startDaemonProcess(t, home, [...here, '--clock', '2026-11-21T15:00:00Z@30'], {
    SPYGLASS_CALLS_PER_MINUTE: '5',
  });
  // The daemon's own bars come first.
  await daemonStatusUntil(
    home,
    { mode: 'demo', dataDir: dir },
    (status) => status?.jobs.some((job) => job.name === 'bars' && job.lastSucceededAt !== null) ?? false,
  );
  const file = path.join(dir, 'demo.sqlite');
  const before = countsIn(file);
  const size = { columns: 80, rows: 12, inShell: true };
  const first = openTerminal(t, home, ['backfill', ...range, ...here], size);
  await first.until('an estimate', (screen) =>
    /% .* bars .*(free|waiting for a call) .*about .* left/.test(screen),
  );
  first.press('\x03');
  const stopped = await first.until('the shell again', (screen) => screen.includes('exit'));
  t.regex(stopped, /exit 130/);
  t.regex(stopped, /Stopped after \d+ bars of SPY\. Run the same command again to go on\./);
  t.is(progressLines(stopped).length, 1, stopped);
  t.false(first.isCursorHidden());
  t.false(first.isAlternate());
  const reached = percentOf(stopped);
  t.true(reached > 0 && reached < 100, stopped);

  const second = openTerminal(t, home, ['backfill', ...range, ...here], size);
  const resumed = await second.until('progress', (screen) => percentOf(screen) > 0);
  t.true(percentOf(resumed) > reached, `${reached} % and then\n${resumed}`);
  // Most of half a minute goes by to the end: each part of the way has a patience of its own.
  for (const percent of [40, 60, 80])
    await second.until(`${percent} %`, (screen) => percentOf(screen) >= percent);
  const done = await second.until('the end', (screen) => screen.includes('exit'));
  t.regex(done, /100 % {2}\d+ bars {2}done/);
  t.regex(done, /\d+ bars of SPY stored\.\nexit 0/);
  t.is(progressLines(done).length, 1, done);
  const after = countsIn(file);
  t.is(after.days, 357);
  // 516 days in stretches of 45: twelve requests, however often it was interrupted.
  t.is(after.calls - before.calls, 12);

  const again = await run(home, ['backfill', ...range, ...here, '--json']);
  t.is(again.code, 0, again.stderr);
  t.like(JSON.parse(again.stdout), { bars: 0, nextFrom: null });
  t.is(countsIn(file).calls, after.calls);
});

test('without a daemon Ctrl-C leaves a sound database that the next one may open', async (t) => {
  const home = makeHome(t);
  const dir = path.join(home.dir, 'recordings');
  const simulator = await startSimulator({
    clock: manualClock(Date.parse('2026-11-21T15:00:00Z')),
    profile: 'basic',
  });
  t.teardown(simulator.close);
  const env = { MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: simulator.url };
  const args = ['backfill', ...range, '--data-dir', dir];
  const terminal = openTerminal(t, home, args, { columns: 80, rows: 12, inShell: true, env });
  // The minute's calls are spent by then; the next stretch waits for the following one.
  await terminal.until('no calls left', (screen) => screen.includes('waiting for a call'));
  terminal.press('\x03');
  const stopped = await terminal.until('the shell again', (screen) => screen.includes('exit'));
  t.regex(stopped, /exit 130/);
  t.regex(stopped, /Stopped after \d+ bars of SPY/);
  const { calls, days } = countsIn(path.join(dir, 'spyglass.sqlite'));
  t.is(calls, 4);
  t.true(days > 100, `${days}`);
  const check = await run(home, ['db', 'check', '--data-dir', dir], env);
  t.is(check.code, 0, check.stderr);
});
