import test from 'ava';
import { commandsTable } from '../../src/tui/commands/commands-table.ts';
import { expectations, keyBytes } from './support/command-expectations.ts';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';

/** More rules than the list of alerts has rows. */
const rules = Array.from({ length: 45 }, (_, index) => `price > ${index + 1}`).join(';');
const bytesOf = (key: string) => keyBytes[key] ?? key;
const dialog = /╭─ (Help|Strike|Prune|Alerts|Watch list|Stop|What)|▏/;

test('every command of the table has something to be seen, and nothing else has', (t) => {
  t.deepEqual(Object.keys(expectations).sort(), commandsTable.map(({ id }) => id).sort());
  const unknown = commandsTable.flatMap(({ keys }) =>
    keys.filter((key) => key.length > 1 && !Object.hasOwn(keyBytes, key)),
  );
  t.deepEqual(unknown, [], 'the bytes of these keys');
});

const inOneRun = commandsTable.filter(({ id }) => expectations[id]?.ends === undefined && id !== 'suspend');
const scopes: string[] = [...new Set(inOneRun.map(({ scope }) => scope))];

for (const half of [
  scopes.filter((scope) => scope === 'panes'),
  scopes.filter((scope) => scope !== 'panes'),
]) {
  test(`each command does by each of its keys what people expect: ${half.join(', ')}`, async (t) => {
    const home = makeHome(t);
    const terminal = openTerminal(t, home, ['--demo'], {
      env: { SPYGLASS_ALERT_RULES: rules, SPYGLASS_SYMBOLS: 'SPY,QQQ' },
    });
    await terminal.until('the first picture', (screen) => isReady(screen) && /contracts|– /.test(screen));
    for (const command of inOneRun.filter(({ scope }) => half.includes(scope))) {
      const { first = [], next = '', seen, back = [] } = expectations[command.id] ?? { seen: () => false };
      for (const key of command.keys) {
        const what = `${command.id} by ${key}`;
        terminal.press('1');
        await terminal.until(
          `${what}: the overview`,
          (screen) => isReady(screen) && (screen.match(/╭─/g) ?? []).length === 3,
        );
        for (const [keys, holds] of first) {
          const before = terminal.lines().join('\n');
          terminal.press(keys);
          await terminal.until(`${what}: ${JSON.stringify(keys)} first`, (screen) => holds(screen, before));
        }
        const before = terminal.lines().join('\n');
        terminal.press(bytesOf(key));
        if (next !== '') terminal.press(next);
        await terminal.until(what, (screen) => seen(screen, before));
        for (const [keys, holds] of back) {
          terminal.press(keys);
          await terminal.until(`${what}: ${JSON.stringify(keys)} back`, (screen) => holds(screen, before));
        }
        if (dialog.test(terminal.lines().join('\n'))) {
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
    test(`${command.id} by ${key} ends the program`, async (t) => {
      const { first = [], ends = 0 } = expectations[command.id]!;
      const terminal = openTerminal(t, makeHome(t), ['--demo']);
      await terminal.until('the first picture', isReady);
      for (const [keys, holds] of first) {
        terminal.press(keys);
        await terminal.until(JSON.stringify(keys), (screen) => holds(screen, ''));
      }
      terminal.press(bytesOf(key));
      t.is((await terminal.exit).code, ends);
      t.false(terminal.isAlternate());
      t.false(terminal.isCursorHidden());
      t.regex(terminal.raw(), /\u001b\[\?1000l(?![\s\S]*\u001b\[\?1000h)/, 'the mouse is given back');
    });
  }
}
