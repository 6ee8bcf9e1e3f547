import test from 'ava';
import fc from 'fast-check';
import { quoteTime } from '../../../src/simulator/options/quote-times.ts';

const open = Date.UTC(2026, 10, 23, 14, 30);
const sessionSeconds = 405 * 60;

test('the later one asks, the later the quote, and none is from before the open or the future', (t) => {
  const walks = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 82, maxLength: 82 });
  fc.assert(
    fc.property(walks, fc.double({ min: -2, max: 7, noNaN: true }), fc.nat(400), (steps, start, index) => {
      let walk = start;
      const path = [start, ...steps].map((step, place) => {
        if (place > 0) walk += step;
        return walk;
      });
      const distance = (at: number) => path[Math.floor((at - open) / 300_000)]!;
      let last = open;
      for (let second = 0; second < sessionSeconds; second += 7) {
        const at = open + second * 1000;
        const quotedAt = quoteTime({ at, open, index, distance });
        if (quotedAt < last || quotedAt > at || at - quotedAt >= 300_000) return false;
        last = quotedAt;
      }
      return true;
    }),
    { numRuns: 50 },
  );
  t.pass();
});

test('what is in or near the money is quoted every second, a dead wing every five minutes', (t) => {
  const quotesInAnHour = (sigmas: number) => {
    const seen = new Set<number>();
    for (let second = 3600; second < 7200; second++) {
      seen.add(quoteTime({ at: open + second * 1000, open, index: 0, distance: () => sigmas }));
    }
    return seen.size;
  };
  t.deepEqual([-3, 0, 1.9, 2, 2.5, 3.5, 5, 9].map(quotesInAnHour), [3600, 3600, 3600, 720, 240, 60, 12, 12]);
});
