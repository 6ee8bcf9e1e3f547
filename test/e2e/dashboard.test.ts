import test from 'ava';
import { run, startDaemonProcess } from './support/command.ts';
import { badge, isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

/** A demo of an ordinary Monday, whatever the date is on which the tests run. */
const onMonday = (t: Parameters<typeof makeHome>[0], speed = 1) => [
  '--clock',
  `2026-11-23T15:30:00Z@${speed}`,
  '--data-dir',
  makeHome(t).dir,
];

test.serial('without a key the demo shows quote, chain and usage, and prices move', async (t) => {
  const terminal = openTerminal(t, makeHome(t), onMonday(t, 20));
  const first = await terminal.until('the first picture', isReady);
  t.regex(first, /SPYGLASS/);
  t.regex(first, /API usage/);
  t.regex(first, /regular · closes in/);
  t.true(terminal.isAlternate());
  const volume = /vol +([\d.]+M)/.exec(first)?.[1];
  await terminal.until('another volume', (screen) => {
    const next = /vol +([\d.]+M)/.exec(screen)?.[1];
    return next !== undefined && next !== volume;
  });
  terminal.press('q');
  t.deepEqual(await terminal.exit, { code: 0, signal: undefined });
});

long.serial(
  'the badge of the demo stays at every size, and no frame is taller than the terminal',
  async (t) => {
    const terminal = openTerminal(t, makeHome(t), ['--demo']);
    await terminal.until('the first picture', isReady);
    for (const [columns, rows] of [
      [80, 24],
      [200, 50],
      [60, 16],
      [100, 30],
    ] as const) {
      terminal.resize(columns, rows);
      const screen = await terminal.until(`a picture at ${columns}×${rows}`, (text) => {
        const lines = text.split('\n');
        return (
          lines[0]!.includes(badge) &&
          lines.at(-1)!.includes('quit') &&
          lines.some((line) => /^╭.*╮$/.test(line) && line.length === columns)
        );
      });
      t.true(screen.includes(badge), `${columns}×${rows}`);
    }
    terminal.resize(40, 8);
    await terminal.until(
      'the line that asks for room',
      (screen) => /too small|larger|60 ?[x×] ?16/i.test(screen) && screen.includes('DEMO'),
    );
    terminal.resize(120, 40);
    await terminal.until('the picture again', isReady);
    terminal.press('q');
    t.is((await terminal.exit).code, 0);
  },
);

long.serial('each key does what the help says', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo']);
  await terminal.until('the first picture', isReady);

  terminal.press('?');
  const help = await terminal.until(
    'the help',
    (screen) => screen.includes('─ Help') && screen.includes('Refresh the focused pane'),
  );
  t.true(help.includes(badge));
  terminal.press('\x1b');
  await terminal.until('no help', (screen) => !screen.includes('─ Help'));

  terminal.press('r');
  await terminal.until('the result of a refresh', (screen) =>
    /SPY \d+\.\d\d|contracts of/.test(screen.split('\n').at(-1)!),
  );

  terminal.press('p');
  const dialog = await terminal.until('the dry run', (screen) => screen.includes('option_contracts'));
  t.true(dialog.includes(badge));
  terminal.press('\x1b');
  await terminal.until('no dialog', (screen) => !screen.includes('─ Prune'));

  terminal.press('\t');
  terminal.press('e');
  await terminal.until('one pane alone', (screen) => (screen.match(/╭─/g) ?? []).length === 1);
  terminal.press('e');
  await terminal.until('all panes', (screen) => (screen.match(/╭─/g) ?? []).length > 1);

  terminal.press('\x1b[B'.repeat(3));
  terminal.press('jjk');
  terminal.press('0');
  await terminal.until('the picture still there', isReady);

  terminal.press('\x03');
  t.is((await terminal.exit).code, 0);
});

for (const [name, end, code] of [
  ['q', (terminal: ReturnType<typeof openTerminal>) => terminal.press('q'), 0],
  ['TERM', (terminal: ReturnType<typeof openTerminal>) => terminal.kill('SIGTERM'), 143],
  ['HUP', (terminal: ReturnType<typeof openTerminal>) => terminal.kill('SIGHUP'), 129],
] as const) {
  long.serial(`the terminal is as before after ${name}, and the daemon is gone`, async (t) => {
    const home = makeHome(t);
    const terminal = openTerminal(t, home, ['--demo'], { inShell: true });
    await terminal.until('the first picture', isReady);
    t.true(terminal.isAlternate());
    end(terminal);
    const after = await terminal.until('the shell again', (screen) => /^exit \d+$/m.test(screen));
    t.regex(after, new RegExp(`^exit ${code}$`, 'm'));
    t.false(terminal.isAlternate());
    t.false(terminal.isCursorHidden());
    t.is((await run(home, ['status', '--demo'])).code, 3);
  });
}

long.serial('NO_COLOR means no colour at all', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo'], { env: { NO_COLOR: '1' } });
  await terminal.until('the first picture', isReady);
  terminal.press('q');
  await terminal.exit;
  t.notRegex(terminal.raw(), /\x1b\[[\d;]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[\d;]*m/);
});

test.serial('without a terminal the dashboard prints one picture, plain, and ends', async (t) => {
  const home = makeHome(t);
  const outcome = await run(home, ['--demo'], { COLUMNS: '100', LINES: '32' });
  t.is(outcome.code, 0, outcome.stderr);
  const lines = outcome.stdout.split('\n');
  t.true(lines[0]!.includes(badge));
  t.true(isReady(outcome.stdout), outcome.stdout);
  // Neither the line of the screens nor that of the keys means anything here.
  t.is(lines.length, 31);
  t.true(lines.every((line) => line.length <= 100));
  t.true(lines.some((line) => line.length === 100 && line.startsWith('╭')));
  t.notRegex(outcome.stdout, /\x1b|q quit|1 Overview/);
  t.is((await run(home, ['status', '--demo'])).code, 3, 'the daemon has ended with it');
});

long.serial('--once prints one picture on a terminal, too, and leaves it as it was', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo', '--once'], { inShell: true, rows: 45 });
  const text = await terminal.until('the end', (screen) => /^exit 0$/m.test(screen));
  t.true(text.includes('0-DTE chain'));
  t.false(terminal.isAlternate());
  t.notRegex(terminal.raw(), /\x1b\[\?1049h/);
});

long.serial('number keys show every screen of a real daemon', async (t) => {
  const terminal = openTerminal(t, makeHome(t), onMonday(t));
  await terminal.until('the first picture', isReady);
  for (const [key, what, isShown] of [
    ['2', 'the chain', (screen: string) => !screen.includes('─ API usage') && screen.includes('0-DTE chain')],
    ['3', 'prices and volume', (screen: string) => screen.includes('VWAP') && /[▁▂▃▄▅▆▇█]/.test(screen)],
    ['\x1b[C', 'five days', (screen: string) => / 1[67] Nov /.test(screen) && / 20 Nov /.test(screen)],
    ['\x1b[C', 'a month', (screen: string) => / Oct /.test(screen)],
    ['4', 'the calls', (screen: string) => /snapshot\/options .* 200 /.test(screen)],
    ['5', 'the tables', (screen: string) => /option_contracts +\d+ .*30 days/.test(screen)],
    ['6', 'the levels', (screen: string) => /call wall +\d/.test(screen) && /spot \d+\.\d\d/.test(screen)],
    ['v', 'by volume', (screen: string) => /GEX · .* by volume · /.test(screen)],
    ['a', 'the assumptions', (screen: string) => screen.includes('What the levels assume')],
    ['\x1b', 'the levels again', (screen: string) => !screen.includes('What the levels assume')],
    ['1', 'the overview', isReady],
    ['c', 'other columns', (screen: string) => screen.includes('Columns: prices')],
    ['\r', 'a strike', (screen: string) => /╭─ Strike \d+/.test(screen) && screen.includes('open interest')],
    ['\x1b', 'no dialog', (screen: string) => !screen.includes('╭─ Strike')],
  ] as const) {
    terminal.press(key);
    const screen = await terminal.until(what, isShown);
    t.true(screen.includes(badge), what);
  }
});

long.serial('the help is searched by typing', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo']);
  await terminal.until('the first picture', isReady);
  terminal.press(':');
  terminal.press('hold');
  await terminal.until(
    'one command',
    (screen) => screen.includes(': hold') && !screen.includes('Next theme'),
  );
  terminal.press('\r');
  await terminal.until('a picture held still', (screen) => screen.includes('holding the picture'));
  terminal.press('f');
  await terminal.until('it runs again', (screen) => !screen.includes('holding the picture'));
  terminal.press('q');
  t.is((await terminal.exit).code, 0);
});

long.serial('Q stops a daemon of its own, after asking', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo']);
  const terminal = openTerminal(t, home, ['--demo']);
  await terminal.until('the first picture', isReady);
  terminal.press('Q');
  await terminal.until('the question', (screen) => screen.includes(`process ${daemon.child.pid}`));
  terminal.press('y');
  t.is((await terminal.exit).code, 0);
  t.is(await daemon.exit, 0);
});

long.serial('on the Linux console nothing is drawn with boxes, blocks or braille', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo'], { env: { TERM: 'linux' } });
  await terminal.until(
    'the first picture',
    (screen) => (screen.match(/ago \. real-time/g) ?? []).length >= 2,
  );
  terminal.press('3');
  await terminal.until('the chart', (screen) => screen.includes('VWAP'));
  t.notRegex(terminal.raw(), /[\u2500-\u25ff\u2800-\u28ff]/);
});
