import test from 'ava';
import { commandsTable } from '../../../src/tui/commands/commands-table.ts';
import { effectiveCommands } from '../../../src/tui/commands/effective-commands.ts';
import { keyProblems } from '../../../src/tui/keys/key-problems.ts';
import { yieldedKeys } from '../../../src/tui/keys/yielded-keys.ts';
import { plainLine } from '../../../src/tui/render/line.ts';
import { footerHints } from '../../../src/tui/panes/frame/footer.ts';
import { initialState } from '../../../src/tui/state/state.ts';

const keysOf = (overrides: [string, string[]][], id: string) =>
  effectiveCommands(commandsTable, new Map(overrides)).find((command) => command.id === id);

test('a command has the keys that the settings give it, all others keep theirs', (t) => {
  t.deepEqual(keysOf([['refresh', ['f5']]], 'refresh')?.keys, ['f5']);
  t.deepEqual(keysOf([['refresh', ['f5']]], 'refresh-all')?.keys, ['R']);
  t.deepEqual(keysOf([['freeze', []]], 'freeze')?.keys, []);
  t.is(effectiveCommands(commandsTable, new Map()), commandsTable);
});

test('quitting and leaving a dialog stay possible, whatever the settings say', (t) => {
  t.deepEqual(keysOf([['quit', []]], 'quit')?.keys, ['ctrl-c']);
  for (const { id } of commandsTable.filter(
    ({ scope, keys }) => scope !== 'panes' && keys.includes('escape'),
  )) {
    t.deepEqual(keysOf([[id, ['x']]], id)?.keys, ['x', 'escape'], id);
  }
});

test('the footer shows the keys in force, and none of a command without one', (t) => {
  const footer = (overrides: [string, string[]][]) =>
    plainLine(footerHints(initialState({ columns: 120, rows: 40 }, 0, undefined, new Map(overrides)), 300));
  t.regex(footer([['theme', ['alt-t']]]), / {3}Alt-t theme /);
  t.notRegex(footer([['theme', []]]), /theme/);
  t.regex(footer([['quit', []]]), /Ctrl-C quit/);
});

test('what the footer shows for two commands goes when either has another key', (t) => {
  t.is(keysOf([], 'down')?.footerKey, '↑↓');
  t.is(keysOf([['down', ['n']]], 'down')?.footerKey, undefined);
  t.is(keysOf([['up', ['n']]], 'down')?.footerKey, undefined);
});

test('a key that a newer command has by default stays with the command that the settings gave it', (t) => {
  t.deepEqual(keysOf([['watch', ['s']]], 'symbol-next')?.keys, []);
  t.deepEqual(keysOf([['theme', ['w', 'S']]], 'watch')?.keys, []);
  t.deepEqual(keysOf([['theme', ['w', 'S']]], 'symbol-previous')?.keys, []);
  t.deepEqual(keysOf([['strike-down', ['s']]], 'symbol-next')?.keys, ['s'], 'a dialog has keys of its own');
  t.deepEqual(keysOf([['watch-down', ['w']]], 'watch-close')?.keys, ['escape', 's', 'q']);
  const problem = keyProblems([{ command: 'watch', keys: ['s'], origin: 'spyglass.toml:2' }]);
  t.deepEqual(problem, []);
});

test('what a newer command lacks by that is said, once it has no key of its own', (t) => {
  t.deepEqual(yieldedKeys(new Map()), []);
  t.deepEqual(yieldedKeys(new Map([['watch', ['s']]])), [
    'Your [keys] keep s for watch; symbol-next there gives “symbol” a key.',
  ]);
  t.deepEqual(
    yieldedKeys(
      new Map([
        ['watch', ['s']],
        ['symbol-next', ['f6']],
      ] as [string, string[]][]),
    ),
    [],
  );
});
