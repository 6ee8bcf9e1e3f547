import test from 'ava';
import { meant, typedFlags } from '../../../src/cli/completion/typed-line.ts';

for (const [line, flags] of [
  [['replay', ''], {}],
  [['--demo', 'replay', ''], { demo: true }],
  [['replay', '--data-dir', '~/my\\ data', ''], { dataDir: '/home/me/my data' }],
  [['replay', "--data-dir='/a b'", '--symbol=I:SPX', ''], { dataDir: '/a b', symbol: 'I:SPX' }],
  [['replay', '--config', '"/a \\"b\\".toml"', ''], { config: '/a "b".toml' }],
  [['replay', '--symbol', 'QQQ'], {}],
  [['replay', '--symbol', 'SPY', '--symbol', 'QQQ', '2026'], { symbol: 'QQQ' }],
  [['--data-dir'], {}],
  [['quote', '--host', 'ssh://server', ''], { host: 'ssh://server' }],
] as const) {
  test(`flags of ${line.join(' ')}|`, (t) => t.deepEqual(typedFlags(line, '/home/me'), flags));
}

test('nothing that was typed is run or looked up', (t) => {
  t.is(meant('$(touch x)`touch y`$HOME', '/home/me'), '$(touch x)`touch y`$HOME');
  t.is(meant('~other/x', '/home/me'), '~other/x');
  t.is(meant('~/x', undefined), '~/x');
});
