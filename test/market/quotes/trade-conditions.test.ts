import test from 'ava';
import { priceEffect } from '../../../src/market/quotes/trade-conditions.ts';

const sets = (conditions: number[], isRegular = true) => priceEffect(conditions, 'stocks', isRegular).sets;

test('the strictest condition of a trade counts', (t) => {
  t.true(sets([]));
  t.true(sets([0, 14, 41]));
  for (const barred of [2, 5, 7, 10, 13, 15, 16, 20, 21, 22, 29, 32, 33, 37, 52, 53]) {
    t.false(sets([14, barred]), `condition ${barred}`);
    t.false(sets([12, barred], false), `condition ${barred} in the evening`);
  }
  for (const plain of [0, 1, 3, 4, 6, 8, 9, 11, 14, 17, 18, 19, 23, 28, 30, 31, 34, 35, 36, 38, 41, 55]) {
    t.deepEqual(priceEffect([plain], 'stocks', true), { sets: true, isKnown: true }, `condition ${plain}`);
  }
});

test('form T sets the price outside of regular hours only', (t) => {
  t.true(sets([12], false));
  t.false(sets([12], true));
});

test('the reason names the rarer condition, and an odd lot alone is common', (t) => {
  t.like(priceEffect([37, 52], 'stocks', true), {
    reason: 'a trade of condition 52 (contingent) sets no price',
    isCommon: false,
  });
  t.like(priceEffect([14, 37], 'stocks', true), { sets: false, isCommon: true });
});

test('an unknown condition is said to be one', (t) => {
  t.deepEqual(priceEffect([14, 98], 'stocks', true), { sets: true, isKnown: false });
  t.deepEqual(
    priceEffect([14], 'options', true),
    { sets: true, isKnown: false },
    'numbers of stocks are not those of options',
  );
});

test('of options, what was cancelled, late or compressed sets no price, and an ordinary multi-leg trade does', (t) => {
  for (const id of [201, 202, 203, 204, 205, 206, 207, 246, 247, 248]) {
    t.false(priceEffect([id], 'options', true).sets, `condition ${id}`);
  }
  for (const id of [208, 209, 210, 219, 227, 232, 245]) {
    t.deepEqual(priceEffect([id], 'options', true), { sets: true, isKnown: true }, `condition ${id}`);
  }
});
