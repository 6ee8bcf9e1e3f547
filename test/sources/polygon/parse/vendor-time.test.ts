import test from 'ava';
import fc from 'fast-check';
import { toEpochMs, withMilliseconds } from '../../../../src/sources/polygon/parse/vendor-time.ts';

const from = Date.parse('2002-01-01T00:00:00Z');
const to = Date.parse('2096-01-01T00:00:00Z');
const moments = fc.integer({ min: from, max: to });

test('a time in any unit is the same moment', (t) => {
  fc.assert(
    fc.property(moments, (ms) => {
      const seconds = Math.floor(ms / 1000);
      return (
        toEpochMs(ms) === ms &&
        toEpochMs(ms * 1e6 + 500_000) === ms &&
        toEpochMs(ms * 1000) === ms &&
        toEpochMs(ms * 1000 + 999) === ms &&
        toEpochMs(seconds) === seconds * 1000
      );
    }),
  );
  t.is(toEpochMs(JSON.parse('1766613596694930291')), 1_766_613_596_694);
});

test('a whole millisecond loses none of itself in nanoseconds and in fractions of a second', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        moments,
        (ms) => toEpochMs(JSON.parse(`${ms}000000`)) === ms && toEpochMs(JSON.parse(`${ms / 1000}`)) === ms,
      ),
      { numRuns: 2000 },
    ),
  );
});

test('each nanosecond of a body belongs to its own millisecond', (t) => {
  const read = (digits: string) => {
    const body = JSON.parse(withMilliseconds(`{"last_quote":{"last_updated":${digits},"bid":1}}`));
    return toEpochMs(body.last_quote.last_updated);
  };
  const nanosecond = fc.oneof(
    fc.integer({ min: 0, max: 999_999 }),
    fc.constantFrom(0, 1, 127, 128, 999_872, 999_999),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(moments, nanosecond, (ms, ns) => read(`${ms}${String(ns).padStart(6, '0')}`) === ms),
      { numRuns: 2000 },
    ),
  );
});

test('only times are made shorter: no count, no text and no time in another unit', (t) => {
  const same = [
    '{"volume":1766613596694930291}',
    '{"id":"1766613596694930291","t":1766613596694}',
    '{"message":"t: 1766613596694930291, late"}',
    '{"updated":1766613596694930,"y":9223372036854775807}',
  ];
  for (const body of same) t.is(withMilliseconds(body), body);
  t.deepEqual(
    JSON.parse(withMilliseconds('{"t": 1766613596694930291, "sip_timestamp":1766613596694930291}')),
    {
      t: 1_766_613_596_694,
      sip_timestamp: 1_766_613_596_694,
    },
  );
});

test('what is no moment in any unit is none', (t) => {
  for (const value of [0, -1, 12, 1e30, Number.POSITIVE_INFINITY, Number.NaN]) t.is(toEpochMs(value), null);
});
