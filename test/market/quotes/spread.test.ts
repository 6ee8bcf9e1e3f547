import test from 'ava';
import { midOf, spreadOf } from '../../../src/market/quotes/spread.ts';

test('a two-sided market has a mid and a spread in per cent of it', (t) => {
  t.deepEqual(spreadOf({ bid: 1.5, ask: 2.5 }), { shape: 'two-sided', mid: 2, width: 1, percent: 50 });
  t.is(midOf({ bid: 1.5, ask: 2.5 }), 2);
});

test('a locked market has a spread of zero', (t) => {
  t.deepEqual(spreadOf({ bid: 2, ask: 2 }), { shape: 'two-sided', mid: 2, width: 0, percent: 0 });
});

test('a crossed, one-sided or empty market is named and has no mid', (t) => {
  const without = { mid: null, width: null, percent: null };
  t.deepEqual(spreadOf({ bid: 2.1, ask: 2 }), { shape: 'crossed', ...without });
  t.deepEqual(spreadOf({ bid: null, ask: 0.01 }), { shape: 'one-sided', ...without });
  t.deepEqual(spreadOf({ bid: 2, ask: null }), { shape: 'one-sided', ...without });
  t.deepEqual(spreadOf({ bid: 0, ask: 0.01 }), { shape: 'one-sided', ...without });
  t.deepEqual(spreadOf({ bid: null, ask: null }), { shape: 'none', ...without });
  t.is(midOf({ bid: null, ask: 1 }), null);
});
