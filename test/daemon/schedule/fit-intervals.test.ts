import test from 'ava';
import fc from 'fast-check';
import { fitIntervals, fitTogether } from '../../../src/daemon/schedule/intervals/fit-intervals.ts';

const quote = { job: 'quote', intervalMs: 15_000, calls: 1 };
const chain = { job: 'chain', intervalMs: 60_000, calls: 2 };

test('wishes that fit are granted', (t) => {
  const plan = fitIntervals([quote, chain], 95);
  t.deepEqual(plan.intervals, { quote: 15_000, chain: 60_000 });
  t.false(plan.isStretched);
});

test('on five calls a minute with one kept back, both are stretched alike', (t) => {
  const plan = fitIntervals([quote, chain], 4);
  t.true(plan.isStretched);
  t.deepEqual(plan.intervals, { quote: 30_000, chain: 90_000 });
});

test('the calls of a plan never exceed the budget, and no job is starved', (t) => {
  const wish = fc.record({
    intervalMs: fc.integer({ min: 1, max: 3600 }).map((s) => s * 1000),
    calls: fc.integer({ min: 1, max: 20 }),
  });
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.array(wish, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (wishes, calls) => {
          const named = wishes.map((w, i) => ({ ...w, job: `job${i}` }));
          const { intervals } = fitIntervals(named, calls);
          const cost = named.reduce((sum, w) => sum + (w.calls * 60_000) / intervals[w.job]!, 0);
          return cost <= calls + 1e-9 && named.every((w) => intervals[w.job]! >= w.intervalMs);
        },
      ),
    ),
  );
});

test('others are polled in what the main jobs leave; where that is too little, the main jobs do with two thirds', (t) => {
  const wishes = (quotes: number, chains: number) => [
    { job: 'quote', intervalMs: 15_000, calls: quotes },
    { job: 'chain', intervalMs: 60_000, calls: chains },
  ];
  const alone = fitTogether(wishes(1, 2), wishes(0, 0), 4);
  t.deepEqual(alone.main.intervals, { quote: 30_000, chain: 90_000 });
  const rich = fitTogether(wishes(1, 2), wishes(1, 2), 95);
  t.deepEqual([rich.main.isStretched, rich.others.isStretched], [false, false]);
  const tight = fitTogether(wishes(1, 2), wishes(1, 2), 4);
  t.deepEqual(tight.main.intervals, { quote: 45_000, chain: 150_000 });
  t.deepEqual(tight.others.intervals, { quote: 120_000, chain: 450_000 });
});
