import test from 'ava';
import fc from 'fast-check';
import { erfc, normalCdf, normalCdfOf, normalPdf } from '../../../src/market/pricing/normal-distribution.ts';

/** Computed with 40 digits and rounded to doubles. */
const errorFunction: [x: number, complement: number][] = [
  [-2, 1.9953222650189528],
  [-0.3, 1.3286267594591274],
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.46875, 0.507386526782062],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [4, 1.541725790028002e-8],
  [5, 1.537459794428035e-12],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
];

/** Computed with 40 digits and rounded to doubles. */
const probabilities: [x: number, probability: number][] = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-5, 2.866515718791939e-7],
  [-1.96, 0.024997895148220435],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [1, 0.8413447460685429],
  [1.96, 0.9750021048517795],
  [3, 0.9986501019683699],
];

test('the complementary error function has full precision in every branch', (t) => {
  for (const [x, expected] of errorFunction) t.true(Math.abs(erfc(x) / expected - 1) < 2e-15, `erfc(${x})`);
  t.is(erfc(40), 0);
  t.is(erfc(-40), 2);
});

test('probabilities keep their precision far into the tail', (t) => {
  for (const [x, expected] of probabilities) {
    const tolerance = 1e-15 + x * x * 2e-16;
    t.true(Math.abs(normalCdf(x) / expected - 1) < tolerance, `normalCdf(${x})`);
  }
});

test('both sides of a point add up to one', (t) => {
  fc.assert(
    fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (x) => {
      return Math.abs(normalCdf(x) + normalCdf(-x) - 1) < 1e-15;
    }),
  );
  t.pass();
});

test('the density is the slope of the probability', (t) => {
  t.true(Math.abs(normalPdf(0) - 1 / Math.sqrt(2 * Math.PI)) < 1e-16);
  for (let x = -5; x <= 5; x += 0.25) {
    const slope = (normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5;
    t.true(Math.abs(slope - normalPdf(x)) < 1e-9, `normalPdf(${x})`);
  }
});

test('with the density at hand probabilities are the same', (t) => {
  for (const [x, expected] of probabilities) {
    const probability = normalCdfOf(x, normalPdf(x));
    t.true(Math.abs(probability / expected - 1) < 2e-15 + x * x * 2e-16, `${x}: ${probability}`);
  }
  t.is(normalCdfOf(-40, normalPdf(-40)), 0);
  t.is(normalCdfOf(40, normalPdf(40)), 1);
});
