import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Missed } from '../../src/protocol/missed.ts';
import { long } from '../support/long.ts';
import { until } from '../support/until.ts';
import { run, startDaemonProcess } from './support/command.ts';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';

const isShown = (screen: string) => screen.includes('╭─ While you were away');

long.serial('a dashboard that is opened again shows once what happened meanwhile', async (t) => {
  t.timeout(120_000);
  const home = makeHome(t);
  const here = ['--demo', '--data-dir', path.join(home.dir, 'd')];
  const missed = async (...args: string[]) => {
    const { code, stdout } = await run(home, ['missed', '--json', ...args, ...here]);
    return code === 0 ? (JSON.parse(stdout) as Missed) : null;
  };
  const rules = { SPYGLASS_ALERT_RULES: 'stale > 5s' };

  const before = await startDaemonProcess(t, home, [...here, '--clock', '2026-11-23T15:30:00Z@5'], rules);
  t.is(await missed(), null, 'no dashboard has been open');
  const first = openTerminal(t, home, here);
  t.false(isShown(await first.until('the picture', isReady)));
  first.press('q');
  t.deepEqual(await first.exit, { code: 0, signal: undefined });
  const state = path.join(home.dir, 'state', 'spyglass');
  const [file] = (await readdir(state)).filter((name) => name.endsWith('.last-open.json'));
  t.is(statSync(path.join(state, file!)).mode & 0o777, 0o600);
  await until(async () => ((await missed())?.alertCount ?? 0) > 0);
  before.child.kill('SIGTERM');
  await before.exit;
  const recorded = await missed();
  t.true(recorded!.alertCount > 0, 'also without a daemon');

  await startDaemonProcess(t, home, [...here, '--clock', '2026-11-23T16:00:00Z'], rules);
  const second = openTerminal(t, home, here);
  const screen = await second.until('what was missed', isShown);
  t.regex(screen, /Since Mon 23 Nov 10:3\d ET \(2\d min\): recorded \d/);
  t.regex(screen, /daemon was not running/);
  t.regex(screen, /▸ 1[01]:\d\d {2}SPY stale > 5s/);
  second.press('\r');
  await second.until('the alert in the recording', (text) => text.includes('REPLAY') && !isShown(text));
  second.press('\u001b');
  await second.until('live', (text) => !text.includes('REPLAY'));
  second.press('L');
  await second.until('the list again', isShown);
  second.press('\u001b');
  await second.until('no list', (text) => !isShown(text));
  second.press('q');
  t.deepEqual(await second.exit, { code: 0, signal: undefined });

  const third = openTerminal(t, home, here);
  await third.until('a quote', (text) => text.includes('ago · real-time'));
  third.press('L');
  t.false(isShown(await third.until('why not', (text) => text.includes('Nothing was missed'))));

  const told = await run(home, ['missed', '--since', '2026-11-23 10:35', ...here]);
  t.is(told.code, 0, told.stderr);
  t.regex(told.stdout, /^Since Mon 23 Nov 10:35 ET \(2\d min\): recorded [\d.]+% of 2\d min in 1 session · /);
  t.regex(
    told.stdout,
    /^Mon 23 Nov [\d:]+ {2}(quote|chain) not recorded for 2\d min: daemon was not running$/m,
  );
});
