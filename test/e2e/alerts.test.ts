import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { run, startDaemonProcess } from './support/command.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

/** A quote is polled every 15 s: one is more than 5 s old a moment after each, or later where the machine is busy. */
const rules = { SPYGLASS_ALERT_RULES: 'stale > 5s' };
const notification = /\u001b\]9;Spyglass: SPY stale > 5s: 0:\d\d \(simulated\)\u0007/;
/** Escape sequences that have nothing to do with alerts may end in a bell, too. */
const loud = /\u0007|\u001b\]9;/;

function openDemo(t: ExecutionContext, env: Record<string, string>) {
  const args = ['--clock', '2026-11-23T15:30:00Z@5', '--data-dir', makeHome(t).dir];
  return openTerminal(t, makeHome(t), args, { env: { ...rules, ...env } });
}

const isTold = (screen: string) => /▲ SPY stale > 5s: 0:\d\d/.test(screen.split('\n').at(-1)!);
/** How the rules stand comes after what one of them told, and may be a frame later. */
const isCounted = (screen: string) => /SPYGLASS .* ▲1/.test(screen.split('\n')[0]!);

test.serial(
  'an alert rings and notifies where the settings say so, and the screen stays as it is',
  async (t) => {
    const terminal = openDemo(t, { SPYGLASS_NOTIFY: 'both' });
    const screen = await terminal.until('the alert', (text) => isTold(text) && isCounted(text));
    t.regex(terminal.raw(), notification);
    t.true(terminal.raw().replace(notification, '').includes('\u0007'));
    t.false(screen.includes(']9;'));
    terminal.press('A');
    await terminal.until('the list', (text) => /stale > 5s .* (met since|armed|not re-armed)/.test(text));
    terminal.press('q');
    await terminal.until('no list', (text) => !text.includes('─ Alerts'));
    terminal.press('q');
    t.deepEqual(await terminal.exit, { code: 0, signal: undefined });
  },
);

long.serial('inside tmux the notification is handed through to the terminal', async (t) => {
  const terminal = openDemo(t, { SPYGLASS_NOTIFY: 'osc9', TMUX: '/tmp/tmux-0/default,1,0' });
  await terminal.until('the alert', isTold);
  t.regex(
    terminal.raw(),
    /\u001bPtmux;\u001b\u001b\]9;Spyglass: SPY stale > 5s: 0:\d\d \(simulated\)\u0007\u001b\\/,
  );
});

long.serial('by default an alert is shown, and neither rings nor notifies', async (t) => {
  const terminal = openDemo(t, {});
  await terminal.until('the alert', isTold);
  t.notRegex(terminal.raw(), loud);
});

long.serial('a picture printed once calls for no attention', async (t) => {
  const home = makeHome(t);
  const printed = await run(home, ['--demo', '--once'], { ...rules, SPYGLASS_NOTIFY: 'both' });
  t.is(printed.code, 0, printed.stderr);
  t.notRegex(printed.stdout, loud);
});

long.serial('a daemon without a dashboard watches the rules and lists them by command', async (t) => {
  const home = makeHome(t);
  Object.assign(home.env, { SPYGLASS_ALERT_RULES: 'price crosses 1; DIA price > 600' });
  await startDaemonProcess(t, home, ['--demo']);
  const listed = await run(home, ['alerts', '--demo']);
  t.is(listed.code, 0, listed.stderr);
  t.regex(listed.stdout, /^rule +value +as of +state +last fired +from$/m);
  t.regex(listed.stdout, /^price crosses 1 /m);
  t.regex(listed.stdout, /^DIA price > 600 +– +– +DIA is not watched +– +settings$/m);
  t.regex(listed.stdout, /^No alerts today\.$/m);
  const json = JSON.parse((await run(home, ['alerts', '--json', '--demo'])).stdout);
  t.deepEqual(
    json.rules.map(({ text }: { text: string }) => text),
    ['price crosses 1', 'DIA price > 600'],
  );
  const status = await run(home, ['status', '--demo']);
  t.regex(status.stdout, /^alerts: 2 rules, 0 met, [12] not watched now; no alert today$/m);
});

long.serial(
  'a rule that was added outlives HUP and a kill, and the settings file is not touched',
  async (t) => {
    const home = makeHome(t);
    const config = path.join(home.dir, 'mine.toml');
    writeFileSync(config, 'alerts.rules = ["price > 1"]\n');
    const args = ['--demo', '--config', config];
    const first = await startDaemonProcess(t, home, args);
    const added = await run(home, ['alerts', 'add', 'price crosses flip', ...args]);
    t.is(added.code, 0, added.stderr);
    t.regex(added.stdout, /^Added: SPY price crosses flip \(1\)\n/);
    writeFileSync(config, 'alerts.rules = ["price > 2"]\n');
    first.child.kill('SIGHUP');
    await first.said('the settings have been read anew');
    first.child.kill('SIGKILL');
    await first.exit;

    await startDaemonProcess(t, home, args);
    const { stdout } = await run(home, ['alerts', '--json', ...args]);
    t.deepEqual(
      JSON.parse(stdout).rules.map(({ text, origin }: { text: string; origin: string }) => [text, origin]),
      [
        ['price > 2', 'settings'],
        ['SPY price crosses flip', 'added'],
      ],
    );
    const removed = await run(home, ['alerts', 'remove', '1', ...args]);
    t.is(removed.stdout, 'Removed: SPY price crosses flip.\n');
    const wrong = await run(home, ['alerts', 'add', 'price', 'crosses', 'nothing', ...args]);
    t.is(wrong.code, 2);
    t.regex(wrong.stderr, /is no alert rule: expected a number without a unit, or flip, call wall/);
    t.is(readFileSync(config, 'utf8'), 'alerts.rules = ["price > 2"]\n');
  },
);

long.serial('a rule that cannot be read stops nothing, and is named', async (t) => {
  const { code, stdout } = await run(makeHome(t), ['--demo', '--once'], {
    ...{ SPYGLASS_ALERT_RULES: 'price > 700; stale > 2', COLUMNS: '200' },
  });
  t.is(code, 4, 'something is wrong, as status says, too');
  t.regex(stdout, /SPYGLASS_ALERT_RULES: alerts\.rules: stale takes a number with s, m, h after it/);
});
