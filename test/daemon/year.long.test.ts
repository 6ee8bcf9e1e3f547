import test from 'ava';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createPollIntervals } from '../../src/daemon/schedule/intervals/poll-intervals.ts';
import type { Job } from '../../src/daemon/schedule/job.ts';
import { startScheduler } from '../../src/daemon/schedule/scheduler.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { addDays, formatNewYorkTime, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { sessionStart } from '../../src/market/calendar/session.ts';
import { tradeDateOf } from '../../src/market/calendar/trade-date.ts';
import { manualClock, settlePromises } from '../support/manual-clock.ts';
import { silent } from '../support/silent-log.ts';

const calendar = createCalendar();
const dayMs = 86_400_000;

interface SlotCounts {
  /** In the night before. */
  overnight: number;
  pre: number;
  regular: number;
  /** From the open to the close of the options. */
  options: number;
  /** From the close of the stock. */
  post: number;
  outside: number;
  first: string;
  last: string;
}

/** Runs the scheduler over New York dates, both included, and counts what ran when, by trade date. */
async function simulate(job: 'quote' | 'chain', from: string, to: string, seconds: Record<string, number>) {
  const clock = manualClock(newYorkInstant(from, '00:00'), settlePromises);
  const { settings } = loadSettings({ env: {} });
  const intervals = createPollIntervals({
    settings: { ...settings, ...seconds },
    hours: { calendar },
    budget: { state: () => ({ callsPerMinute: 1000, used: 0, reserve: 0, nextFreeAt: null }) } as never,
  });
  for (const [kind, calls] of [
    ['quote', 1],
    ['chain', 2],
  ] as const) {
    intervals.add({ name: kind, symbol: 'SPY', kind, rank: 'first', calls: () => calls });
  }
  const pollIntervals = intervals.ofJobs({ quote: 'quote', chain: 'chain' }, 'SPY');
  const stop = new AbortController();
  const days = new Map<string, SlotCounts>();
  let runs = 0;
  let misaligned = 0;
  const polled: Job = {
    name: job,
    runsAtStart: false,
    next: (now, after) => pollIntervals.next(job, now, after),
    async run() {
      const at = clock.now();
      runs += 1;
      const date = tradeDateOf(at + 1);
      const session = calendar.sessionOn(date);
      const time = formatNewYorkTime(at, true);
      const day = days.get(date) ?? {
        ...{ overnight: 0, pre: 0, regular: 0, options: 0, post: 0, outside: 0, first: time, last: time },
      };
      days.set(date, day);
      day.last = time;
      if (!session || at < sessionStart(session) || at >= session.postClose) day.outside += 1;
      else if (at < session.preOpen) day.overnight += 1;
      else {
        if (at < session.open) day.pre += 1;
        if (at >= session.open && at < session.close) day.regular += 1;
        if (at >= session.open && at < session.optionClose) day.options += 1;
        if (at >= session.close) day.post += 1;
        if ((at - session.open) % 15_000 !== 0) misaligned += 1;
      }
      return '';
    },
    onMissed: () => {
      throw new Error('nothing is missed on a clock that runs smoothly');
    },
  };
  const scheduler = startScheduler({
    jobs: [polled],
    clock,
    signal: stop.signal,
    log: silent,
    onChange: () => undefined,
    onOutcome: (_job, error) => {
      if (error) throw error;
    },
  });
  await clock.advance(newYorkInstant(addDays(to, 1), '00:00') - clock.now());
  stop.abort();
  await scheduler.close();
  return { days, runs, misaligned, pendingTimers: clock.pendingTimers };
}

const everyFifteen = { quoteSeconds: 15, quoteExtendedSeconds: 15 };
const full = {
  overnight: 0,
  pre: 1320,
  regular: 1560,
  options: 1620,
  post: 960,
  outside: 0,
  first: '04:00:00',
  last: '19:59:45',
};
const early = {
  overnight: 0,
  pre: 1320,
  regular: 840,
  options: 900,
  post: 960,
  outside: 0,
  first: '04:00:00',
  last: '16:59:45',
};
/** Seven hours, every five minutes. */
const withNight = { overnight: 84, first: '21:00:00' };
const firstWithNight = '2026-12-07';

test('over the whole of 2026 each session has its slots, to the second, and no other day has any', async (t) => {
  t.timeout(300_000);
  const { days, runs, misaligned, pendingTimers } = await simulate(
    'quote',
    '2026-01-01',
    '2026-12-31',
    everyFifteen,
  );
  const sessions = calendar.tradingDays('2026-01-01', '2026-12-31');
  t.is(sessions.length, 251);
  t.deepEqual([...days.keys()], sessions);
  for (const date of sessions) {
    const night = date >= firstWithNight ? withNight : {};
    t.deepEqual(days.get(date), { ...(calendar.earlyClose(date) ? early : full), ...night }, date);
  }
  t.is(misaligned, 0);
  t.is(pendingTimers, 0, 'a closed scheduler leaves no timer behind');
  const nights = sessions.filter((date) => date >= firstWithNight).length;
  t.is(runs, sessions.length * 3840 - 2 * 720 + nights * 84, 'two days close early');

  // The days that an alarm clock gets wrong.
  const notable = {
    '2026-07-03 (holiday observed)': undefined,
    '2026-11-27 (early close)': early,
    '2026-12-04 (the last Friday before overnight sessions)': full,
    '2026-12-07 (with the Sunday evening before it)': { ...full, ...withNight },
    '2026-12-24 (early close)': { ...early, ...withNight },
    '2026-07-02 (no early close before it)': full,
    '2026-03-06 (before daylight saving)': full,
    '2026-03-09 (after)': full,
    '2026-10-30 (before standard time)': full,
    '2026-11-02 (after)': full,
  };
  for (const [day, expected] of Object.entries(notable)) {
    const counts = days.get(day.slice(0, 10));
    t.log(day, counts ? JSON.stringify(counts) : 'no slot');
    t.deepEqual(counts, expected, day);
  }
});

test('the chain has a slot a minute while options trade, the first at the open, the last a minute before the end', async (t) => {
  const { days } = await simulate('chain', '2026-11-23', '2026-11-29', {});
  const trading = (date: string) => days.get(date)?.options;
  t.is(trading('2026-11-23'), 405);
  t.is(trading('2026-11-26'), undefined);
  t.is(trading('2026-11-27'), 225);
  t.is(trading('2026-11-28'), undefined);
});

for (const [what, from] of [
  ['spring', '2026-03-02'],
  ['autumn', '2026-10-26'],
] as const) {
  test(`two weeks around the change of clocks in ${what} have the same slots every day`, async (t) => {
    const { days } = await simulate('quote', from, addDays(from, 13), everyFifteen);
    t.is(days.size, 10);
    for (const [date, counts] of days) t.deepEqual(counts, full, date);
    const opens = [...days.keys()].map((date) => calendar.sessionOn(date)!.open % dayMs);
    t.is(new Set(opens).size, 2, 'while in UTC the open moves by an hour');
  });
}
