import test from 'ava';
import { matchingCommands } from '../../../src/tui/commands/help/help.ts';
import { searchWords } from '../../../src/tui/commands/help/search-words.ts';
import { paneCommands } from '../../../src/tui/commands/pane-commands.ts';

for (const [typed, id] of [
  ['dark', 'theme'],
  ['night', 'theme'],
  ['export', 'save-picture'],
  ['screenshot', 'save-picture'],
  ['back in time', 'playback'],
  ['exit', 'quit'],
  ['expiry', 'expiration-next'],
  ['gex', 'screen-levels'],
  ['zoom', 'expand'],
] as const) {
  test(`the help finds ${id} by “${typed}”`, (t) => {
    t.true(matchingCommands(paneCommands, typed).some((command) => command.id === id));
  });
}

test('what has the words as they were typed comes before what has them anywhere', (t) => {
  const ids = matchingCommands(paneCommands, 'back in time').map(({ id }) => id);
  t.deepEqual([...ids.slice(0, 2)].sort(), ['playback', 'playback-time']);
  t.true(ids.includes('chart-cursor'));
});

test('every command with other words is there', (t) => {
  const ids = new Set(paneCommands.map(({ id }) => id));
  t.deepEqual(
    Object.keys(searchWords).filter((id) => !ids.has(id)),
    [],
  );
});
