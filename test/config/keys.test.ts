import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { parseKeyName } from '../../src/config/key-names.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { keyProblems } from '../../src/tui/keys/key-problems.ts';

const load = (text: string) =>
  loadSettings({
    env: {},
    file: { path: '/etc/spyglass.toml', text, mode: 0o600 },
    keyProblems: (keys) => keyProblems(keys),
  });

const complaint = (text: string): string[] => {
  try {
    load(text);
  } catch (error) {
    if (error instanceof SpyglassError && error.code === 'settings') return error.message.split('\n');
    throw error;
  }
  return [];
};

test('keys are named as people write them', (t) => {
  const named = [
    'T',
    'F5',
    'f12',
    'Ctrl-R',
    'ctrl+r',
    'Alt-x',
    'Alt-X',
    'PgUp',
    'page-up',
    'Esc',
    '↑',
    'Space',
    ' ',
  ];
  t.deepEqual(named.map(parseKeyName), [
    'T',
    'f5',
    'f12',
    'ctrl-r',
    'ctrl-r',
    'alt-x',
    'alt-X',
    'page-up',
    'page-up',
    'escape',
    'up',
    ' ',
    ' ',
  ]);
  // Terminals send the same for these and for Backspace, Tab and Enter.
  for (const text of [
    '',
    'F0',
    'F13',
    'Ctrl-I',
    'ctrl-m',
    'Ctrl-1',
    'Alt-é',
    'é',
    'qq',
    '\u001b',
    '__proto__',
  ]) {
    t.is(parseKeyName(text), null, text);
  }
});

test('a table of keys is read, one key or several, with its lines', (t) => {
  const { keys } = load('[keys]\nrefresh = ["r", "F5", "r"]\ntheme = "T"\nfreeze = []\n');
  t.deepEqual(keys, [
    { command: 'refresh', keys: ['r', 'f5'], origin: '/etc/spyglass.toml:2' },
    { command: 'theme', keys: ['T'], origin: '/etc/spyglass.toml:3' },
    { command: 'freeze', keys: [], origin: '/etc/spyglass.toml:4' },
  ]);
});

test('every problem with keys is told at once, beside those of other settings', (t) => {
  const problems = complaint(
    [
      '[watch]',
      'symbol = "spy"',
      '[keys]',
      'refrsh = "x"',
      'theme = ["Hyper-T", "Ctrl-M", "T"]',
      'freeze = 7',
      'prune = "q"',
      '"evil\\u001b[2J" = "x"',
    ].join('\n'),
  );
  t.deepEqual(
    problems.map((problem) => problem.replace(/ \(expected a character.*/, '')),
    [
      '/etc/spyglass.toml:2: watch.symbol: expected an upper-case symbol such as SPY, or an index such as I:SPX (found "spy")',
      '/etc/spyglass.toml:5: keys.theme: unknown keys "Hyper-T", "Ctrl-M"',
      '/etc/spyglass.toml:6: keys.freeze: expected one key in quotes, or a list of them',
      '/etc/spyglass.toml:4: keys.refrsh: there is no command refrsh; did you mean refresh?',
      '/etc/spyglass.toml:1: keys.evil: there is no command evil',
      '/etc/spyglass.toml:7: keys.prune: q means quit already; give that another key, or none: quit = []',
    ],
  );
});

test('keys that are no table are refused as any unknown setting', (t) => {
  t.deepEqual(complaint('keys = 1'), ['/etc/spyglass.toml:1: unknown setting keys']);
});

test('a key that moved to another command is no conflict', (t) => {
  t.deepEqual(complaint('[keys]\nquit = "x"\nprune = "q"'), []);
  t.deepEqual(complaint('[keys]\nprune = "q"\nquit = []'), []);
});

test('two commands that the settings give the same key are told at the later line', (t) => {
  t.deepEqual(complaint('[keys]\nfreeze = "z"\nprune = "z"'), [
    '/etc/spyglass.toml:3: keys.prune: z means freeze already; give that another key, or none: freeze = []',
  ]);
});

test('the same key may mean other things in other places', (t) => {
  t.deepEqual(complaint('[keys]\nfreeze = "y"'), []);
});

test('Ctrl-C cannot be taken from quitting, nor Escape from leaving a dialog', (t) => {
  t.deepEqual(complaint('[keys]\nfreeze = "Ctrl-C"'), [
    '/etc/spyglass.toml:2: keys.freeze: Ctrl-C always quits',
  ]);
  t.deepEqual(complaint('[keys]\nprune-confirm = "Esc"'), [
    '/etc/spyglass.toml:2: keys.prune-confirm: Esc always leaves this dialog',
  ]);
});
