import test from 'ava';
import { hasUnicode, isDumb } from '../../../src/cli/output/terminal-kind.ts';

const platform = 'linux';

test('the locale decides about characters, in the order of POSIX', (t) => {
  t.true(hasUnicode({ env: { LANG: 'de_DE.UTF-8' }, platform }));
  t.true(hasUnicode({ env: {}, platform }), 'without any, terminals can');
  t.false(hasUnicode({ env: { LANG: 'C' }, platform }));
  t.false(hasUnicode({ env: { LC_ALL: 'POSIX', LANG: 'en_US.utf8' }, platform }));
  t.false(hasUnicode({ env: { TERM: 'linux', LANG: 'C.UTF-8' }, platform }));
  t.true(hasUnicode({ env: { LANG: 'C' }, platform: 'darwin' }));
});

test('a terminal without a name, or named dumb, is not drawn on', (t) => {
  t.true(isDumb({ env: {}, platform }));
  t.true(isDumb({ env: { TERM: 'dumb' }, platform }));
  t.false(isDumb({ env: { TERM: 'xterm' }, platform }));
  t.false(isDumb({ env: {}, platform: 'win32' }));
});
