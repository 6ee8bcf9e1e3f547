import test from 'ava';
import { run } from './support/command.ts';
import { badge, isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';

test('without a key the demo shows quote, chain and usage, and prices move', async (t) => {
  const terminal = openTerminal(t, makeHome(t), [
    '--clock',
    '2026-11-23T15:30:00Z@20',
    '--data-dir',
    makeHome(t).dir,
  ]);
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

test('the badge of the demo stays at every size, and no frame is taller than the terminal', async (t) => {
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
});

test('each key does what the help says', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo']);
  await terminal.until('the first picture', isReady);

  terminal.press('?');
  const help = await terminal.until('the help', (screen) => screen.includes('─ Help'));
  t.true(help.includes(badge));
  t.regex(help, /Refresh the focused pane/);
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
  test(`the terminal is as before after ${name}, and the daemon is gone`, async (t) => {
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

test('NO_COLOR means no colour at all', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo'], { env: { NO_COLOR: '1' } });
  await terminal.until('the first picture', isReady);
  terminal.press('q');
  await terminal.exit;
  t.notRegex(terminal.raw(), /\x1b\[[\d;]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[\d;]*m/);
});

test('without a terminal the dashboard says what to use instead', async (t) => {
  const outcome = await run(makeHome(t), ['--demo']);
  t.is(outcome.code, 40);
  t.regex(outcome.stderr, /needs a terminal/);
});
