import test from 'ava';
import { commandsTable } from '../../src/tui/commands/commands-table.ts';
import { expectations, keyBytes } from './support/command-expectations.ts';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

/** More rules than the list of alerts has rows. */
const rules = Array.from({ length: 45 }, (_, index) => `price > ${index + 1}`).join(';');
const bytesOf = (key: string) => keyBytes[key] ?? key;
const dialog = /╭─ (Help|Strike|Prune|Alerts|Watch list|Stop|What)|▏/;

test.serial('every command of the table has something to be seen, and nothing else has', (t) => {
  t.deepEqual(Object.keys(expectations).sort(), commandsTable.map(({ id }) => id).sort());
  const unknown = commandsTable.flatMap(({ keys }) =>
    keys.filter((key) => key.length > 1 && !Object.hasOwn(keyBytes, key)),
  );
  t.deepEqual(unknown, [], 'the bytes of these keys');
});

const inOneRun = commandsTable.filter(
  ({ id }) => expectations[id]?.ends === undefined && expectations[id]?.elsewhere === undefined,
);

const ofPlayback = ['playback', 'time'];
/** On a clock this fast some minutes are soon recorded. */
const fastClock = ['--clock', '2026-11-23T15:30:00Z@20'];

for (const [part, isMeant, flags] of [
  ['panes', (scope) => scope === 'panes', () => []],
  ['dialogs', (scope) => scope !== 'panes' && !ofPlayback.includes(scope), () => []],
  ['playback', (scope) => ofPlayback.includes(scope), (dir) => [...fastClock, '--data-dir', dir]],
] satisfies [string, (scope: string) => boolean, (dir: string) => string[]][]) {
  long.serial(`each command does by each of its keys what people expect: ${part}`, async (t) => {
    t.timeout(240_000);
    const home = makeHome(t);
    const terminal = openTerminal(t, home, ['--demo', ...flags(home.dir)], {
      env: { SPYGLASS_ALERT_RULES: rules, SPYGLASS_SYMBOLS: 'SPY,QQQ' },
    });
    await terminal.until('the first picture', (screen) => isReady(screen) && /contracts|– /.test(screen));
    if (part === 'playback')
      await terminal.until('some polls', (screen) => / 10:3[4-9]:\d\d ET/.test(screen));
    for (const command of inOneRun.filter(({ scope }) => isMeant(scope))) {
      const { first = [], next = '', seen, back = [] } = expectations[command.id] ?? { seen: () => false };
      for (const key of command.keys) {
        const what = `${command.id} by ${key}`;
        terminal.press('1');
        // Whole frames, as `until` has them: what is on the screen by now may be half of the next one.
        let before = await terminal.until(
          `${what}: the overview`,
          (screen) => isReady(screen) && (screen.match(/╭─/g) ?? []).length === 3,
        );
        for (const [keys, holds] of first) {
          const earlier = before;
          terminal.press(keys);
          before = await terminal.until(`${what}: ${JSON.stringify(keys)} first`, (screen) =>
            holds(screen, earlier),
          );
        }
        terminal.press(bytesOf(key));
        if (next !== '') terminal.press(next);
        let after = await terminal.until(what, (screen) => seen(screen, before));
        for (const [keys, holds] of back) {
          terminal.press(keys);
          after = await terminal.until(`${what}: ${JSON.stringify(keys)} back`, (screen) =>
            holds(screen, before),
          );
        }
        if (dialog.test(after)) {
          terminal.press('\u001b');
          await terminal.until(`${what}: no dialog`, (screen) => !dialog.test(screen));
        }
      }
    }
    t.pass();
  });
}

for (const command of commandsTable.filter(({ id }) => expectations[id]?.ends !== undefined)) {
  for (const key of command.keys) {
    long.serial(`${command.id} by ${key} ends the program`, async (t) => {
      const { first = [], ends = 0 } = expectations[command.id]!;
      // In a shell, which stays: the end of a terminal need not wait for all that was written to it.
      const terminal = openTerminal(t, makeHome(t), ['--demo'], { inShell: true });
      await terminal.until('the first picture', isReady);
      for (const [keys, holds] of first) {
        terminal.press(keys);
        await terminal.until(JSON.stringify(keys), (screen) => holds(screen, ''));
      }
      terminal.press(bytesOf(key));
      const after = await terminal.until('the shell again', (screen) => /^exit \d+$/m.test(screen));
      t.regex(after, new RegExp(`^exit ${ends}$`, 'm'));
      t.false(terminal.isAlternate());
      t.false(terminal.isCursorHidden());
      t.regex(terminal.raw(), /\u001b\[\?1000l(?![\s\S]*\u001b\[\?1000h)/, 'the mouse is given back');
    });
  }
}
