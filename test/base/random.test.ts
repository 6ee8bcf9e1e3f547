import test from 'ava';
import { type Random, seededRandom } from '../../src/base/random.ts';

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

test('one seed gives one stream, another seed another', (t) => {
  t.deepEqual(draws(seededRandom(7), 50), draws(seededRandom(7), 50));
  t.notDeepEqual(draws(seededRandom(7), 50), draws(seededRandom(8), 50));
  t.notDeepEqual(draws(seededRandom('a'), 50), draws(seededRandom('b'), 50));
  t.notDeepEqual(draws(seededRandom(7), 50), draws(seededRandom('7'), 50));
});

test('the stream of a seed never changes between versions', (t) => {
  t.deepEqual(draws(seededRandom('spy'), 3), [0.21183178343724596, 0.9284673431935233, 0.7087897498396]);
});

test('a fork depends on seed and label, not on what was drawn before', (t) => {
  const used = seededRandom(7);
  draws(used, 10);
  t.deepEqual(draws(used.fork('quotes'), 20), draws(seededRandom(7).fork('quotes'), 20));
  t.notDeepEqual(draws(used.fork('quotes'), 20), draws(used.fork('chain'), 20));
  t.notDeepEqual(draws(used.fork('quotes'), 20), draws(seededRandom(7), 20));
});

test('uniform draws fill [0, 1) evenly', (t) => {
  const bins = new Array<number>(20).fill(0);
  for (const value of draws(seededRandom('uniform'), 100_000)) {
    t.true(value >= 0 && value < 1);
    bins[Math.floor(value * 20)]!++;
  }
  const chiSquare = bins.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
  t.true(chiSquare < 43.8, `chi-square ${chiSquare} of 19 degrees of freedom is within 99.9 %`);
});

test('normal draws have mean 0, variance 1 and the right tails', (t) => {
  const random = seededRandom('normal');
  const values = Array.from({ length: 100_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
  t.true(Math.abs(mean) < 0.01);
  t.true(Math.abs(variance - 1) < 0.015);
  t.true(Math.abs(beyondTwo - 0.0455) < 0.002);
});

test('whole numbers include both ends', (t) => {
  const random = seededRandom('dice');
  const seen = new Set(Array.from({ length: 500 }, () => random.integer(-1, 4)));
  t.deepEqual(
    [...seen].sort((a, b) => a - b),
    [-1, 0, 1, 2, 3, 4],
  );
  t.is(random.integer(5, 5), 5);
  t.throws(() => random.integer(2, 1), { instanceOf: RangeError });
  t.throws(() => random.integer(0.5, 1), { instanceOf: RangeError });
});
