import test from 'ava';
import { missingTogether } from '../../../src/daemon/playback/missed/missing-together.ts';

const gap = (from: number, to: number | null, reason = 'upstream error: timeout') => ({ from, to, reason });

test('gaps of several jobs that overlap or touch are one', (t) => {
  t.deepEqual(missingTogether([gap(10, 20), gap(30, 40), gap(12, 22), gap(22, 25)], 100), {
    ...{ gaps: 2, ms: 25 },
    reasons: ['upstream error: timeout'],
  });
});

test('each reason is named once, that of the longest time first; what lasts is cut at the end of the range', (t) => {
  const down = 'daemon was not running';
  t.deepEqual(missingTogether([gap(10, 20), gap(50, null, down), gap(30, 31)], 100), {
    ...{ gaps: 3, ms: 61 },
    reasons: [down, 'upstream error: timeout'],
  });
});

test('without gaps nothing is missing', (t) => {
  t.deepEqual(missingTogether([], 100), { gaps: 0, ms: 0, reasons: [] });
});
