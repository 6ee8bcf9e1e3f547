import test from 'ava';
import { fitsUnderlying, rootOf, rootOfSymbol } from '../../../src/market/symbols/roots.ts';
import { readTicker, underlyingOfRoot } from '../../../src/market/symbols/ticker.ts';

test('a stock and a contract in each of its forms are told apart', (t) => {
  t.deepEqual(readTicker('BRK.B'), { isValid: true, ticker: { kind: 'stock', symbol: 'BRK.B' } });
  for (const form of ['SPY261127C00660000', 'O:SPY261127C00660000', 'SPY   261127C00660000']) {
    const read = readTicker(form);
    t.true(read.isValid && read.ticker.kind === 'option', form);
    t.is(read.isValid && read.ticker.symbol, 'SPY261127C00660000');
  }
});

test('an index has a prefix, and options with roots of its own', (t) => {
  t.deepEqual(readTicker('I:SPX'), { isValid: true, ticker: { kind: 'index', symbol: 'I:SPX' } });
  t.is(rootOf('I:SPX'), 'SPX');
  t.is(rootOfSymbol('SPXW261127C06600000'), 'SPXW');
  for (const root of ['SPX', 'SPXW']) t.true(fitsUnderlying(root, 'I:SPX'), root);
  for (const root of ['SPX1', 'SPXX', 'SPY', 'I:SPX']) t.false(fitsUnderlying(root, 'I:SPX'), root);
  t.true(fitsUnderlying('SPY1', 'SPY'));
  t.false(fitsUnderlying('SPYW', 'SPY'));
});

test('what is neither is refused with the reason', (t) => {
  for (const text of [
    '',
    'spy',
    'SPY 1',
    '../SPY',
    'SPY261131C00660000',
    'SPY261127X00660000',
    'A'.repeat(11),
  ]) {
    t.false(readTicker(text).isValid, text);
  }
});

test('an adjusted or mini root stands for its stock', (t) => {
  t.is(underlyingOfRoot('SPY1'), 'SPY');
  t.is(underlyingOfRoot('SPY'), 'SPY');
  t.is(underlyingOfRoot('7'), '7');
});

test('a root has no dot, and its ticker gets it back', (t) => {
  t.is(rootOf('BRK.B'), 'BRKB');
  t.is(rootOf('SPY'), 'SPY');
  t.is(underlyingOfRoot('BRKB'), 'BRK.B');
  t.is(underlyingOfRoot('BRKB1'), 'BRK.B');
  t.is(underlyingOfRoot('XYZA'), 'XYZA');
  t.is(underlyingOfRoot('XYZA', ['SPY', 'XYZ.A']), 'XYZ.A');
});
