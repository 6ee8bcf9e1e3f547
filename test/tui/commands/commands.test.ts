import test from 'ava';
import type { Key } from 'ink';
import { commandsTable } from '../../../src/tui/commands/commands-table.ts';
import { cursorCommands } from '../../../src/tui/commands/chart/cursor-commands.ts';
import { dialogCommands } from '../../../src/tui/commands/dialogs/dialog-commands.ts';
import {
  cursorKeyTableRows,
  dialogKeyTableRows,
  keyTableRows,
  playbackKeyTableRows,
} from '../../../src/tui/keys/key-table.ts';
import { keyLabel, keysOf } from '../../../src/tui/keys/keys.ts';
import { paneCommands } from '../../../src/tui/commands/pane-commands.ts';
import { playbackCommands } from '../../../src/tui/commands/playback/playback-commands.ts';
import { lineWidth, plainLine } from '../../../src/tui/render/line.ts';
import { footerHints } from '../../../src/tui/panes/frame/footer.ts';
import { initialState, reduce } from '../../../src/tui/state/state.ts';
import { sampleSnapshot } from '../support/sample.ts';
import { sampleHello } from '../support/sample-hello.ts';

const noKey: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};
const hello = sampleHello();
const ready = [
  {
    type: 'connection-changed',
    state: { status: 'connected', hello, message: null, attempt: 0, retryAt: null },
    real: 0,
  } as const,
  { type: 'snapshot-taken', snapshot: sampleSnapshot(), hello, real: 0 } as const,
].reduce(reduce, initialState({ columns: 120, rows: 40 }, 0));

test('no key means two things in one place, and no command has two entries', (t) => {
  const keys = commandsTable.flatMap((command) => command.keys.map((key) => `${command.scope} ${key}`));
  t.is(new Set(keys).size, keys.length);
  t.is(new Set(commandsTable.map((command) => command.id)).size, commandsTable.length);
});

test('every place that takes keys can be left', (t) => {
  for (const scope of [
    'help',
    'prune',
    'strike',
    'filter',
    'watch',
    'time',
    'playback',
    'assumptions',
    'plan',
    'stop',
  ]) {
    t.true(
      commandsTable.some((command) => command.scope === scope && command.keys.includes('escape')),
      scope,
    );
  }
  t.true(commandsTable.some((command) => command.id === 'quit' && command.keys.includes('ctrl-c')));
});

test('the order in the footer is given once for each place', (t) => {
  for (const scope of [
    'help',
    'prune',
    'strike',
    'filter',
    'watch',
    'time',
    'playback',
    'assumptions',
    'plan',
    'stop',
  ]) {
    const order = commandsTable.filter((command) => command.scope === scope).map((command) => command.footer);
    const given = order.filter((place) => place !== null);
    t.is(new Set(given).size, given.length, scope);
  }
});

test('the footer fits every width, keeps the way out longest and shows only what applies', (t) => {
  for (let width = 10; width <= 220; width++) t.is(lineWidth(footerHints(ready, width)), width);
  t.regex(plainLine(footerHints(ready, 12)), /q quit/);
  const wide = plainLine(footerHints(ready, 220));
  t.regex(wide, /r refresh/);
  t.notRegex(wide, /re-centre|Esc back/);
  const expanded = reduce(ready, { type: 'expanded', pane: 'chain' });
  t.regex(plainLine(footerHints(expanded, 220)), /Esc back/);
  const lost = { ...ready, connection: { ...ready.connection, status: 'lost' as const } };
  t.notRegex(plainLine(footerHints(lost, 220)), /refresh|prune/);
});

test('the documented table has a row for every command of the panes', (t) => {
  const rows = keyTableRows();
  t.is(rows.length, paneCommands.length);
  t.is(playbackKeyTableRows().length, playbackCommands.length);
  t.is(cursorKeyTableRows().length, cursorCommands.length);
  t.true(
    cursorKeyTableRows().includes(
      '| `→` | Chart cursor: the next column or candle, and on into the day after | `cursor-next` |',
    ),
  );
  t.true(playbackKeyTableRows().includes('| `→` | Playback: the next poll | `playback-next` |'));
  t.true(rows.includes('| `r` | Refresh the focused pane now | `refresh` |'), rows.join('\n'));
  t.true(rows.every((row) => /^\| `.+` \| .+ \| `[a-z0-9-]+` \|$/.test(row)));
  t.true(rows.some((row) => row.startsWith('| `g` `Home` |')));
});

test('the documented table of dialogs has a row for every command inside one', (t) => {
  const rows = dialogKeyTableRows();
  t.is(rows.length, dialogCommands.length);
  t.true(rows.includes('| Watch list | `↓` `j` | Next symbol of the watch list | `watch-down` |'));
  t.true(
    rows.every((row) => /^\| [A-Z][a-z ]+ \| `.+` \| .+ \| `[a-z-]+` \|$/.test(row)),
    rows.join('\n'),
  );
});

test('keys have one name each, and what is no key has none', (t) => {
  t.deepEqual(keysOf('r', noKey), ['r']);
  t.deepEqual(keysOf('jjk', noKey), ['j', 'j', 'k']);
  t.deepEqual(keysOf('z', { ...noKey, ctrl: true }), ['ctrl-z']);
  t.deepEqual(keysOf('j\u0010\tk', noKey), ['j', 'ctrl-p', 'tab', 'k']);
  t.deepEqual(keysOf('\u001fjé', noKey), ['j']);
  t.deepEqual(keysOf('', { ...noKey, return: true }), ['enter']);
  t.deepEqual(keysOf('', { ...noKey, delete: true }), ['backspace']);
  t.deepEqual(keysOf('q'.repeat(65), noKey), []);
  t.is(keyLabel('page-down'), 'PgDn');
  t.is(keyLabel('R'), 'R');
  t.is(keyLabel('f5'), 'F5');
  t.is(keyLabel('f'), 'f');
  t.is(keyLabel('ctrl-z'), 'Ctrl-Z');
  t.is(keyLabel('alt-X'), 'Alt-X');
});
