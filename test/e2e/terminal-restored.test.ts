import test from 'ava';
import { run } from './support/command.ts';
import { expectations } from './support/command-expectations.ts';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal, type Terminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

const isMouseOn = (raw: string) => raw.lastIndexOf('\u001b[?1000h') > raw.lastIndexOf('\u001b[?1000l');
const isPasteOn = (raw: string) => raw.lastIndexOf('\u001b[?2004h') > raw.lastIndexOf('\u001b[?2004l');

for (const [name, end, code] of [
  ['q', (terminal: Terminal) => terminal.press('q'), 0],
  ['Ctrl-C', (terminal: Terminal) => terminal.press('\u0003'), 0],
  ['TERM', (terminal: Terminal) => terminal.kill('SIGTERM'), 143],
  ['HUP', (terminal: Terminal) => terminal.kill('SIGHUP'), 129],
] as const) {
  (name === 'TERM' ? test : long).serial(
    `after ${name} the mouse, the paste mode, the cursor and the echo are the shell’s`,
    async (t) => {
      const terminal = openTerminal(t, makeHome(t), ['--demo'], { inShell: true });
      await terminal.until('the first picture', isReady);
      t.true(isMouseOn(terminal.raw()));
      end(terminal);
      const after = await terminal.until('the shell again', (screen) => /^exit \d+$/m.test(screen));
      t.regex(after, new RegExp(`^exit ${code}$`, 'm'));
      t.false(isMouseOn(terminal.raw()));
      t.false(isPasteOn(terminal.raw()));
      t.false(terminal.isAlternate());
      t.false(terminal.isCursorHidden());
      // In raw mode nothing would be echoed, and Enter would send no line: `cat` gives each line back a second time.
      terminal.press('echoed\r');
      await terminal.until('the echo and the line', (screen) => (screen.match(/echoed/g) ?? []).length === 2);
    },
  );
}

for (const [name, stop] of [
  ['Ctrl-Z', (terminal: Terminal) => terminal.press('\u001a')],
  ['kill -TSTP', (terminal: Terminal) => terminal.kill('SIGTSTP')],
] as const) {
  (name === 'Ctrl-Z' ? test : long).serial(
    `suspend: ${name} gives the terminal to the shell, fg brings the dashboard back, again and again`,
    async (t) => {
      t.truthy(expectations.suspend);
      const terminal = openTerminal(t, makeHome(t), ['--demo'], { hasJobs: true });
      await terminal.until('the first picture', isReady);
      for (const times of [1, 2]) {
        stop(terminal);
        const isAway = (screen: string) => screen.match(/^away \d+$/gm)?.length === times;
        await terminal.until('the shell', isAway);
        t.false(terminal.isAlternate());
        t.false(terminal.isCursorHidden());
        t.false(isMouseOn(terminal.raw()));
        t.false(isPasteOn(terminal.raw()));
        terminal.press('\r');
        await terminal.until('the dashboard', (screen) => isReady(screen) && terminal.isAlternate());
        await terminal.until('the mouse', () => isMouseOn(terminal.raw()));
      }
      terminal.press('2');
      await terminal.until('the keys work', (screen) => !screen.includes('─ API usage'));
      terminal.press('q');
      const after = await terminal.until('the shell again', (screen) => /^exit \d+$/m.test(screen));
      t.regex(after, /^exit 0$/m);
      t.false(isMouseOn(terminal.raw()));
    },
  );
}

long.serial('where no shell could bring it back, Ctrl-Z and TSTP leave the dashboard at work', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo']);
  await terminal.until('the first picture', isReady);
  for (const [stop, key, isOverview] of [
    [() => terminal.press('\u001a'), '2', false],
    [() => terminal.kill('SIGTSTP'), '1', true],
  ] as const) {
    const before = terminal.raw().length;
    stop();
    await terminal.until('it handed over', () => terminal.raw().slice(before).includes('\u001b[?1049l'));
    await terminal.until('it is back', () => terminal.isAlternate());
    terminal.press(key);
    await terminal.until('the keys work', (screen) => screen.includes('─ API usage') === isOverview);
  }
  terminal.press('q');
  t.is((await terminal.exit).code, 0);
});

test.serial(
  'what keeps the daemon from starting is said once the terminal is the shell’s again',
  async (t) => {
    const terminal = openTerminal(t, makeHome(t), ['--demo', '--fault', 'server-eror'], { inShell: true });
    const after = await terminal.until('the shell', (screen) => /^exit \d+$/m.test(screen));
    t.regex(after, /There is no fault "server-eror"; did you mean server-error\?/);
    t.regex(after, /^exit 2$/m);
    t.false(terminal.isAlternate());
    t.false(terminal.isCursorHidden());
    t.false(isMouseOn(terminal.raw()));
  },
);

test.serial('q works while the daemon still starts, and nothing of it is left', async (t) => {
  const home = makeHome(t);
  const terminal = openTerminal(t, home, ['--demo'], { inShell: true });
  await terminal.until('the empty panes', (screen) => screen.includes('connecting…'));
  terminal.press('q');
  const after = await terminal.until('the shell again', (screen) => /^exit \d+$/m.test(screen));
  t.regex(after, /^exit 0$/m);
  t.false(terminal.isAlternate());
  t.is((await run(home, ['status', '--demo'])).code, 3);
});

long.serial(
  'the mouse works on the built program, and dashboard.mouse = false leaves it alone',
  async (t) => {
    const home = makeHome(t);
    const terminal = openTerminal(t, home, ['--demo']);
    await terminal.until('the first picture', isReady);
    const tab = terminal.lines()[1]!.indexOf('Levels') + 1;
    terminal.press(`\u001b[<0;${tab};2M\u001b[<0;${tab};2m`);
    await terminal.until('the levels', (screen) => screen.includes('gamma exposure'));
    const without = openTerminal(t, makeHome(t), ['--demo'], { env: { SPYGLASS_MOUSE: 'false' } });
    await without.until('the first picture', isReady);
    t.false(without.raw().includes('\u001b[?1000'));
  },
);

long.serial('for a screen reader the built program says sentences where they stay', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo', '--screen-reader'], { inShell: true });
  await terminal.until(
    'the quote',
    (screen) => /^Quote: SPY \d+\.\d\d/m.test(screen) && screen.includes('Strike'),
  );
  t.false(terminal.isAlternate());
  terminal.press('q');
  const after = await terminal.until('the shell again', (screen) => /^exit 0$/m.test(screen));
  t.regex(after, /^Quote: SPY/m);
  t.false(terminal.isCursorHidden());
});

long.serial('keys of the settings file work on the built program', async (t) => {
  const home = makeHome(t);
  const { mkdirSync, writeFileSync } = await import('node:fs');
  mkdirSync(`${home.dir}/config/spyglass`, { recursive: true });
  writeFileSync(`${home.dir}/config/spyglass/spyglass.toml`, '[keys]\ntheme = ["F6", "Alt-t"]\nquit = "X"\n');
  const terminal = openTerminal(t, home, ['--demo']);
  await terminal.until('the first picture', isReady);
  t.true(terminal.lines().at(-1)!.includes('X quit'));
  terminal.press('\u001b[17~');
  await terminal.until('light', (screen) => screen.includes('Theme: light'));
  terminal.press('\u001bt');
  await terminal.until('the next', (screen) => screen.includes('Theme: colour-blind safe'));
  terminal.press('X');
  t.is((await terminal.exit).code, 0);
});
