import test from 'ava';
import { coverageOf } from '../../../src/market/calendar/coverage.ts';

test('coverage counts overlapping gaps once and only within the span', (t) => {
  const gap = (startedAt: number, endedAt: number | null) => ({ startedAt, endedAt });
  t.deepEqual(coverageOf([], 0, 100), { spanMs: 100, missingMs: 0, ratio: 1, gaps: 0 });
  const gaps = [gap(95, null), gap(-10, 5), gap(20, 30), gap(25, 28), gap(29, 40)];
  t.deepEqual(coverageOf(gaps, 0, 100), { spanMs: 100, missingMs: 5 + 20 + 5, ratio: 0.7, gaps: 5 });
  t.is(coverageOf(gaps, 0, 0).ratio, 1, 'nothing to cover');
});
