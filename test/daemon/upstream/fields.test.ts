import test from 'ava';
import fc from 'fast-check';
import { toEpochMs } from '../../../src/daemon/upstream/fields.ts';

test('a time in any unit is the same moment', (t) => {
  const from = Date.parse('2001-01-01T00:00:00Z');
  const to = Date.parse('2099-01-01T00:00:00Z');
  fc.assert(
    fc.property(fc.integer({ min: from, max: to }), (ms) => {
      const seconds = Math.floor(ms / 1000);
      return (
        toEpochMs(ms) === ms &&
        // Beyond 2^53 the last digits are lost, which a millisecond may feel at its edge only.
        Math.abs(toEpochMs(ms * 1e6 + 500_000)! - ms) <= 0 &&
        toEpochMs(ms * 1000) === ms &&
        toEpochMs(seconds) === seconds * 1000
      );
    }),
  );
  t.is(toEpochMs(JSON.parse('1766613596694930291')), 1_766_613_596_694);
});

test('what is no moment in any unit is none', (t) => {
  for (const value of [0, -1, 12, 1e30, Number.POSITIVE_INFINITY, Number.NaN]) t.is(toEpochMs(value), null);
});
