import test from 'ava';
import { beginningsOf, readCondition } from '../../../src/daemon/playback/outline/condition.ts';
import { someLevels } from '../../db/fixtures.ts';

const values = (...list: number[]) => list.map((value, at) => ({ at, value }));
const beginnings = (rule: string, ...list: number[]) => beginningsOf(readCondition(rule), values(...list));

test('a condition begins where it holds and did not before', (t) => {
  t.deepEqual(beginnings('price < 700', 701, 699, 698, 702, 699), [1, 4]);
  t.deepEqual(beginnings('iv >= 30%', 29, 30, 31, 29), [1]);
});

test('the first value of a session may be a beginning', (t) => {
  t.deepEqual(beginnings('price < 700', 699, 698), [0]);
});

test('a crossing needs a value on each side; one on the line is on neither', (t) => {
  t.deepEqual(beginnings('price crosses 700', 699, 700, 701, 700, 701, 699), [2, 5]);
  t.deepEqual(beginnings('price crosses 700', 701), []);
});

test('a price is held against a level of the same poll', (t) => {
  const condition = readCondition('SPY price crosses flip');
  const levels = someLevels();
  const flip = levels.byOpenInterest!.gammaFlip!;
  t.is(condition.symbol, 'SPY');
  t.is(condition.distance({ ...levels, spot: flip + 1 }), 1);
  t.is(condition.distance({ ...levels, spot: null }), null);
  t.deepEqual(beginningsOf(condition, values(-1, 1, -2)), [1, 2]);
  for (const rule of ['price > call wall', 'price<=put wall', 'Price Crosses  Max Pain'])
    t.notThrows(() => readCondition(rule));
});

test('what is no condition, or watches what is not recorded, is refused with what to type', (t) => {
  for (const rule of [
    '',
    'price',
    'price > ',
    'price crosses the flip',
    'iv > 30',
    '; drop',
    'x'.repeat(200),
  ]) {
    const { hint } = t.throws(() => readCondition(rule), { name: 'SpyglassError' }) as unknown as {
      hint: string;
    };
    t.regex(hint, /price < 700/);
  }
  for (const rule of ['budget > 80%', 'stale > 2m', 'expiry < 30m']) {
    t.throws(() => readCondition(rule), { message: /is not recorded/ });
  }
});
