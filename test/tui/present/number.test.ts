import test from 'ava';
import fc from 'fast-check';
import {
  arrowOf,
  dash,
  formatBytes,
  formatCompact,
  formatCount,
  formatLatency,
  formatPercent,
  formatPrice,
  formatSigned,
  formatSignedPercent,
  plural,
} from '../../../src/tui/present/number.ts';

test('prices have cents, and what is missing is a dash, never a zero', (t) => {
  t.is(formatPrice(671.2), '671.20');
  t.is(formatPrice(0), '0.00');
  t.is(formatPrice(null), dash);
  t.is(formatPrice(Number.NaN), dash);
});

test('changes carry their sign, and no fall of nothing is shown', (t) => {
  t.is(formatSigned(3.45), '+3.45');
  t.is(formatSigned(-0.12), '-0.12');
  t.is(formatSigned(-0.001), '0.00');
  t.is(formatSigned(0.001), '0.00');
  t.is(formatSignedPercent(0.5166), '+0.52%');
  t.is(formatSignedPercent(null), dash);
  t.is(formatPercent(0.1523), '15.2%');
});

test('directions read without colour', (t) => {
  t.deepEqual([1, -1, 0].map(arrowOf), ['▲', '▼', '•']);
});

test('large counts are shortened without ever rounding into a fourth digit', (t) => {
  const cases: [number, string][] = [
    [0, '0'],
    [999, '999'],
    [9999, '9,999'],
    [9999.6, '10.0K'],
    [12_345, '12.3K'],
    [99_949, '99.9K'],
    [99_950, '100K'],
    [999_499, '999K'],
    [999_500, '1.00M'],
    [54_321_987, '54.3M'],
    [1_230_000_000, '1.23B'],
  ];
  for (const [value, text] of cases) t.is(formatCompact(value), text);
});

test('a compact count never takes more than five cells', (t) => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 9e14, noNaN: true }), (value) => formatCompact(value).length <= 5),
  );
  t.pass();
});

test('latencies go from milliseconds to seconds', (t) => {
  t.deepEqual([3.4, 180, 999.4, 999.6, 1234, 9949, 12_000, null].map(formatLatency), [
    '3 ms',
    '180 ms',
    '999 ms',
    '1.0 s',
    '1.2 s',
    '9.9 s',
    '12 s',
    dash,
  ]);
});

test('sizes and counts read as people say them', (t) => {
  t.deepEqual([0, 812, 3_400_000, 999_600, 12e9].map(formatBytes), [
    '0 B',
    '812 B',
    '3.4 MB',
    '1.0 MB',
    '12 GB',
  ]);
  t.is(formatCount(12_345), '12,345');
  t.is(plural(1, 'row'), '1 row');
  t.is(plural(1200, 'row'), '1,200 rows');
});
