import test from 'ava';
import { estimateText, progressText, shareOf } from '../../../src/cli/rebuild/rebuild-progress.ts';
import { strikesOf } from '../../../src/cli/rebuild/rebuild.ts';
import type { RebuildStep } from '../../../src/protocol/rebuild.ts';

const minute = 60_000;
const step: RebuildStep = {
  day: {
    ...{ underlying: 'SPY', date: '2026-11-25', expiration: '2026-11-25', strikesPercent: null },
    ...{
      source: 'polygon',
      tier: 'unknown',
      startedAt: 1,
      listedAt: 2,
      modelledUntil: null,
      finishedAt: null,
    },
    ...{ notes: [], contracts: 384, asked: 96, minutes: 9000 },
  },
  ...{
    stage: 'asking',
    callsLeft: 288,
    expectedMs: 72 * minute,
    computed: 0,
    isWaiting: false,
    isStuck: false,
  },
};

test('strikes are typed as a share of the price', (t) => {
  for (const text of ['±3%', '3%', '3', '+-3 %', '± 3 %']) t.is(strikesOf(text), 3, text);
  t.is(strikesOf('±0.5%'), 0.5);
  for (const text of ['', '%', '0', '-3', '101%', '670-680', '3%%']) {
    t.throws(() => strikesOf(text), { message: /expected a share of the price such as ±3%/ }, text);
  }
});

test('what a rebuild takes is said before, with the way to make it less', (t) => {
  t.is(
    estimateText({ ...step, day: { ...step.day, asked: 0 }, callsLeft: 384, expectedMs: 96 * minute }),
    'SPY 2026-11-25 as listed on 2026-11-25: 384 contracts (fewer with --strikes ±3%). 384 calls, 96 min where nothing else asks, which goes first. Ctrl-C stops; the same command goes on.',
  );
  t.notRegex(estimateText({ ...step, day: { ...step.day, strikesPercent: 3 } })!, /fewer/);
  t.regex(estimateText({ ...step, expectedMs: 150 * minute })!, /288 calls, 2 h 30 min/);
  t.is(estimateText({ ...step, callsLeft: null }), null);
  t.is(estimateText({ ...step, callsLeft: 0 }), null);
});

test('progress says what is done and what it waits for', (t) => {
  t.is(progressText(step), '96 of 384 contracts asked, 72 min left if nothing else asks');
  t.is(progressText({ ...step, isWaiting: true }), '96 of 384 contracts asked, waiting for a call');
  t.is(
    progressText({ ...step, stage: 'computing', computed: 0.256 }),
    'computing volatilities and levels 25 %',
  );
  const listing = {
    ...step,
    day: { ...step.day, listedAt: null, contracts: 0, asked: 0 },
    stage: 'listing',
  } as const;
  t.is(progressText(listing), 'asking which contracts were listed');
  t.is(shareOf(listing), 0);
  t.is(shareOf(step), 0.225);
  t.is(shareOf({ ...step, stage: 'done' }), 1);
});
