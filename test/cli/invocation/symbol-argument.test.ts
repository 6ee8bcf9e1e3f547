import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { readAnyTicker, symbolGiven } from '../../../src/cli/invocation/symbol-argument.ts';

test('a symbol is given by the argument or by --symbol, in either case', (t) => {
  t.is(symbolGiven({}), null);
  t.is(symbolGiven({}, 'spy'), 'SPY');
  t.is(symbolGiven({ symbol: 'qqq' }), 'QQQ');
  t.is(symbolGiven({ symbol: 'i:spx' }), 'I:SPX');
  t.is(symbolGiven({ symbol: 'brk.b' }, 'BRK.B'), 'BRK.B');
  t.is(symbolGiven({ symbol: 'SPY261127C00660000' }, undefined, readAnyTicker), 'SPY261127C00660000');
});

test('two symbols that differ are refused, and so is what is no symbol', (t) => {
  const usage = { instanceOf: SpyglassError, code: 'usage' };
  const two = t.throws(() => symbolGiven({ symbol: 'SPY' }, 'QQQ'), usage);
  t.is(two?.message, 'Two symbols are given: QQQ and --symbol SPY.');
  for (const text of ['', 'sp y', 'I:', '5PY', 'SPY261127C00660000']) {
    t.throws(() => symbolGiven({ symbol: text }), { ...usage, message: /is not a symbol/ }, text);
    t.throws(() => symbolGiven({}, text), usage, text);
  }
});
