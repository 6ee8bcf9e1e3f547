import test from 'ava';
import fc from 'fast-check';
import { callsOf, fitIntervals } from '../../../src/daemon/schedule/intervals/fit-intervals.ts';
import { fitRecorded } from '../../../src/daemon/schedule/intervals/fit-recorded.ts';
import { fitTogether } from '../../../src/daemon/schedule/intervals/fit-together.ts';

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
  const alone = fitTogether([wishes(1, 2)], wishes(0, 0), 4);
  t.deepEqual(alone.main.intervals, { quote: 30_000, chain: 90_000 });
  const rich = fitTogether([wishes(1, 2)], wishes(1, 2), 95);
  t.deepEqual([rich.main.isStretched, rich.others.isStretched], [false, false]);
  const tight = fitTogether([wishes(1, 2)], wishes(1, 2), 4);
  t.deepEqual(tight.main.intervals, { quote: 45_000, chain: 150_000 });
  t.deepEqual(tight.others.intervals, { quote: 120_000, chain: 450_000 });
});

const named = (symbol: string, pages: number) => [
  { job: `quote ${symbol}`, intervalMs: 15_000, calls: 1 },
  { job: `chain ${symbol}`, intervalMs: 60_000, calls: pages },
];
const three = [named('SPY', 2), [...named('QQQ', 2), ...named('I:SPX', 3)]];

test('three underlyings fit into a hundred calls a minute as they are wanted', (t) => {
  const { intervals, isStretched, givenUp } = fitRecorded(three, 95);
  t.false(isStretched);
  t.deepEqual(givenUp, []);
  t.deepEqual(
    [intervals['quote SPY'], intervals['chain QQQ'], intervals['quote I:SPX'], intervals['chain I:SPX']],
    [15_000, 60_000, 15_000, 60_000],
  );
});

test('the first underlying is stretched last', (t) => {
  const some = fitRecorded(three, 15).intervals;
  t.deepEqual([some['quote SPY'], some['chain SPY']], [15_000, 60_000]);
  t.deepEqual([some['quote QQQ'], some['quote I:SPX'], some['chain QQQ']], [30_000, 30_000, 90_000]);
  const all = fitRecorded(three, 8.5);
  t.deepEqual(all.givenUp, []);
  t.true(all.isStretched);
  t.deepEqual([all.intervals['quote QQQ'], all.intervals['chain QQQ']], [75_000, 300_000]);
  t.true(all.intervals['quote SPY']! > 15_000 && all.intervals['quote SPY']! <= 30_000);
});

test('what would be polled too seldom is given up from the end, never of the first underlying', (t) => {
  const { intervals, givenUp } = fitRecorded(three, 4);
  t.deepEqual(givenUp, ['chain I:SPX', 'quote I:SPX']);
  t.deepEqual([intervals['quote SPY'], intervals['chain SPY']], [45_000, 150_000]);
  t.deepEqual(fitRecorded(three, 1).givenUp.length, 4);
});

test('later expirations are stretched and given up before any underlying', (t) => {
  const later = Array.from({ length: 20 }, (_, index) => ({
    ...{ job: `later ${index}`, intervalMs: 60_000, calls: 2 },
  }));
  const stretched = fitRecorded([...three, later], 50);
  t.deepEqual([stretched.intervals['quote I:SPX'], stretched.intervals['chain QQQ']], [15_000, 60_000]);
  t.deepEqual(stretched.givenUp, []);
  t.true(stretched.intervals['later 0']! > 60_000 && stretched.intervals['later 0']! <= 300_000);
  const few = fitRecorded([...three, later], 12);
  t.true(few.givenUp.length > 0 && few.givenUp.every((job) => job.startsWith('later')));
  t.is(few.givenUp[0], 'later 19');
});

test('jobs that take no calls on a plan are not given up', (t) => {
  const free = [named('SPY', 0), named('QQQ', 0)].map((polls) =>
    polls.map((poll) => ({ ...poll, calls: 0 })),
  );
  t.deepEqual(fitRecorded(free, 0.5).givenUp, []);
});

test('recorded jobs always fit, and looking at another chain gives none of them up', (t) => {
  const calls = fc.integer({ min: 0, max: 5 });
  const rank = fc.array(fc.record({ seconds: fc.constantFrom(15, 60, 300), calls }), { maxLength: 8 });
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.array(rank, { minLength: 1, maxLength: 3 }),
        fc.double({ min: 0.5, max: 100, noNaN: true }),
        (given, allowed) => {
          const ranks = given.map((polls, index) =>
            polls.map((poll, at) => ({
              ...{ job: `${index}.${at}`, intervalMs: poll.seconds * 1000, calls: poll.calls },
            })),
          );
          const fits = (fit: ReturnType<typeof fitRecorded>) => {
            const polled = ranks.flat().filter(({ job }) => !fit.givenUp.includes(job));
            return callsOf(polled, fit.intervals) <= allowed + 1e-9;
          };
          const alone = fitRecorded(ranks, allowed);
          const looked = fitTogether(ranks, [{ job: 'chain', intervalMs: 60_000, calls: 2 }], allowed).main;
          return (
            fits(alone) &&
            fits(looked) &&
            looked.givenUp.length === alone.givenUp.length &&
            !alone.givenUp.some((job) => job.startsWith('0.'))
          );
        },
      ),
    ),
  );
});
