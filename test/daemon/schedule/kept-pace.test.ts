import test from 'ava';
import type { WantedPolls } from '../../../src/daemon/schedule/intervals/fit-intervals.ts';
import { fitRecorded } from '../../../src/daemon/schedule/intervals/fit-recorded.ts';
import { keepPace } from '../../../src/daemon/schedule/intervals/kept-pace.ts';
import { longestWaits } from '../../../src/daemon/schedule/intervals/simulated-slots.ts';

const underlying = (name: string): WantedPolls[] => [
  { job: `quote${name}`, intervalMs: 15_000, calls: 1 },
  { job: `chain${name}`, intervalMs: 60_000, calls: 2 },
];
const seconds = (intervals: Record<string, number>) =>
  Object.fromEntries(Object.entries(intervals).map(([job, ms]) => [job, ms / 1000]));

/** All begin with the session, but for the first chain. */
const atOnce = () => ({ chain: 15_000 });
const paced = (ranks: WantedPolls[][], windowCalls: number) =>
  keepPace(fitRecorded(ranks, windowCalls), { ranks, windowCalls, usualOffsets: atOnce });

test('slots that never meet wait for nothing, and too many in a minute wait for the one after it', (t) => {
  const quote = { job: 'quote', intervalMs: 30_000, calls: 1, offsetMs: 0 };
  t.deepEqual(longestWaits([quote], 2), [1 + 1000 / 30_000], 'a minute is counted as 61 s');
  const [, chain] = longestWaits([quote, { job: 'chain', intervalMs: 90_000, calls: 2, offsetMs: 0 }], 4);
  t.true(chain! < 1.1);
  t.true(longestWaits([quote], 1)[0]! > 2, 'slots are lost');
});

test('one underlying on five calls keeps what fits on average', (t) => {
  const { intervals, offsets } = paced([underlying('')], 4);
  t.deepEqual(seconds(intervals), { quote: 30, chain: 90 });
  t.is(offsets, null);
});

test('two underlyings on five calls get intervals that the busiest minute has calls for', (t) => {
  const ranks = [underlying(''), underlying(' QQQ')];
  t.deepEqual(seconds(fitRecorded(ranks, 4).intervals), {
    ...{ quote: 45, chain: 150, 'quote QQQ': 75, 'chain QQQ': 300 },
  });
  const { intervals, offsets, givenUp, isStretched } = paced(ranks, 4);
  t.deepEqual(seconds(intervals), { quote: 60, chain: 150, 'quote QQQ': 75, 'chain QQQ': 300 });
  t.deepEqual([givenUp, isStretched], [[], true]);
  const polls = ranks.flat().map(({ job, calls }) => ({
    ...{
      job,
      calls,
      intervalMs: intervals[job]!,
      offsetMs: offsets?.[job] ?? (job === 'chain' ? 15_000 : 0),
    },
  }));
  for (const wait of longestWaits(polls, 4)) t.true(wait <= 1.1, `${wait}`);
  t.true((offsets?.chain ?? 0) < 60_000, 'the first chain comes before the second quote');
});

test('where calls are plenty nothing is moved or stretched', (t) => {
  const ranks = [underlying(''), [...underlying(' QQQ'), ...underlying(' SPX')]];
  const fit = fitRecorded(ranks, 95);
  t.deepEqual(keepPace(fit, { ranks, windowCalls: 95, usualOffsets: atOnce }), { ...fit, offsets: null });
});

test('whatever the calls of a minute, intervals are kept, and those of others are stretched five times at most', (t) => {
  const ranks = [underlying(''), [...underlying(' QQQ'), ...underlying(' SPX')]];
  for (const windowCalls of [1, 2, 3, 4, 6, 8, 9, 12, 14, 19]) {
    const { intervals, offsets, givenUp } = paced(ranks, windowCalls);
    const polled = ranks.flat().filter(({ job }) => !givenUp.includes(job));
    const polls = polled.map(({ job, calls }) => ({
      ...{ job, calls, intervalMs: intervals[job]! },
      offsetMs: offsets?.[job] ?? (job === 'chain' ? 15_000 : 0),
    }));
    for (const [index, wait] of longestWaits(polls, windowCalls).entries()) {
      t.true(wait <= 1.1, `${windowCalls} calls, ${polls[index]!.job}: ${wait}`);
    }
    for (const { job, intervalMs } of polled.filter((one) => !ranks[0]!.includes(one))) {
      t.true(intervals[job]! <= 5 * intervalMs, `${windowCalls} calls, ${job}`);
    }
  }
});

test('many jobs are placed and stretched together, the later ranks first, and quickly', (t) => {
  const others = ['QQQ', 'SPX', 'IWM', 'XSP'].flatMap((name) => underlying(` ${name}`));
  const later = Array.from({ length: 10 }, (_, index) => ({
    ...{ job: `chain ${index}`, intervalMs: 60_000, calls: 2 },
  }));
  const ranks = [underlying(''), others, later];
  for (const windowCalls of [14, 19, 24, 38, 57]) {
    const fit = fitRecorded(ranks, windowCalls);
    const { intervals, offsets, givenUp } = paced(ranks, windowCalls);
    t.deepEqual(givenUp, fit.givenUp);
    const polls = ranks
      .flat()
      .filter(({ job }) => !givenUp.includes(job))
      .map(({ job, calls }) => ({
        ...{ job, calls, intervalMs: intervals[job]! },
        offsetMs: offsets?.[job] ?? (job === 'chain' ? 15_000 : 0),
      }));
    t.true(Math.max(...longestWaits(polls, windowCalls)) <= 1.1, `${windowCalls} calls`);
    if (windowCalls >= 19) t.is(intervals.quote, 15_000, `${windowCalls} calls`);
    const stretch = (rank: readonly WantedPolls[]) =>
      Math.max(
        ...rank.map(({ job, intervalMs }) => (givenUp.includes(job) ? 0 : intervals[job]! / intervalMs)),
      );
    t.true(stretch(ranks[1]!) <= 5 && stretch(later) <= 5);
  }
});
