import test from 'ava';
import { retried } from '../../../src/daemon/schedule/retried.ts';
import type { Job } from '../../../src/daemon/schedule/job.ts';
import { startScheduler } from '../../../src/daemon/schedule/scheduler.ts';
import { slotAtOrAfter } from '../../../src/daemon/schedule/intervals/slots.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { JobState } from '../../../src/protocol/state.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { silent } from '../../support/silent-log.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-11-23T15:00:00Z');

interface Rig {
  clock: ManualClock;
  /** When each run began. */
  runs: number[];
  missed: { from: number; to: number; reason: string }[];
  outcomes: unknown[];
  /** The job's state each time it was told. */
  told: JobState[];
  scheduler: ReturnType<typeof startScheduler>;
  stop(): Promise<void>;
}

/** One job that is due every minute on the minute, from `start` on. */
function rig(job: Partial<Job> = {}, clock = manualClock(start), patienceMs = Number.POSITIVE_INFINITY): Rig {
  const runs: number[] = [];
  const missed: Rig['missed'] = [];
  const outcomes: unknown[] = [];
  const told: JobState[] = [];
  const stop = new AbortController();
  const window = [{ from: 0, to: Number.MAX_SAFE_INTEGER, intervalMs: minute }];
  const scheduler = startScheduler({
    jobs: [
      {
        name: 'quote',
        runsAtStart: false,
        next: (_now, after) => ({
          at: slotAtOrAfter(window, after + 1),
          intervalMs: minute,
          reason: 'every minute',
        }),
        onMissed: (from, to, reason) => void missed.push({ from, to, reason }),
        ...job,
        run: async (request, runNow) => {
          runs.push(clock.now());
          return (await job.run?.(request, runNow)) ?? '';
        },
      },
    ],
    clock,
    signal: stop.signal,
    log: silent,
    onChange: ([state]) => void told.push(state!),
    onOutcome: (_job, error) => void outcomes.push(error),
    patienceMs: () => patienceMs,
  });
  return {
    ...{ clock, runs, missed, outcomes, told, scheduler },
    stop: async () => {
      stop.abort();
      await scheduler.close();
    },
  };
}

/** The same on a clock that can be stepped under the scheduler's feet: timers run on, as the machine's do. */
function stepped(job: Partial<Job> = {}) {
  const clock = manualClock(start);
  let offset = 0;
  const world: ManualClock = {
    ...clock,
    now: () => clock.now() + offset,
    get pendingTimers() {
      return clock.pendingTimers;
    },
  };
  const step = (ms: number) => {
    offset += ms;
  };
  return { ...rig(job, world), step };
}

test('a job runs on its slots, to the millisecond', async (t) => {
  const { clock, runs, missed, stop } = rig();
  await clock.advance(5 * minute);
  t.deepEqual(
    runs,
    [1, 2, 3, 4, 5].map((n) => start + n * minute),
  );
  t.deepEqual(missed, []);
  await stop();
  t.is(clock.pendingTimers, 0);
});

test('a run knows its slot, however late it starts; one out of turn and the first one have none', async (t) => {
  const slots: (number | null)[] = [];
  const { clock, step, scheduler, stop } = stepped({
    runsAtStart: true,
    run: async ({ slotAt }) => {
      slots.push(slotAt);
      return '';
    },
  });
  await clock.advance(55_000);
  step(4000);
  await clock.advance(5000);
  await scheduler.runNow('quote', { priority: 'user', isForced: false });
  t.deepEqual(slots, [null, start + minute, null]);
  await stop();
});

test('a laptop that slept for three hours drops the slots, says so once, and goes on with the next one', async (t) => {
  const { clock, step, runs, missed, stop } = stepped();
  await clock.advance(2 * minute + 10_000);
  step(180 * minute);
  await clock.advance(3 * minute);
  t.deepEqual(
    runs.slice(2),
    [183, 184, 185].map((n) => start + n * minute),
  );
  const [gap, ...others] = missed;
  t.like(gap!, { from: start + 3 * minute, reason: 'asleep' });
  t.true(gap!.to - (start + 182 * minute + 10_000) <= 30_000, 'it is noticed within a nap');
  t.deepEqual(others, []);
  await stop();
});

test('waking within seconds of a slot still runs it', async (t) => {
  const { clock, step, runs, missed, stop } = stepped();
  await clock.advance(55_000);
  step(5000);
  await clock.advance(5000);
  t.deepEqual(runs, [start + minute + 5000]);
  t.deepEqual(missed, []);
  await stop();
});

test('a clock set back by an hour does not stop the job for an hour', async (t) => {
  const { clock, step, runs, stop } = stepped();
  await clock.advance(10 * minute);
  t.is(runs.length, 10);
  step(-60 * minute);
  await clock.advance(3 * minute);
  t.true(runs.length >= 12, 'at most the minute in which it is noticed is lost');
  t.true(runs.slice(10).every((at) => at < start && at % minute === 0));
  await stop();
});

test('a clock set back by less than a nap repeats no slot', async (t) => {
  const { clock, step, runs, stop } = stepped();
  await clock.advance(minute);
  step(-5000);
  await clock.advance(minute + 5000);
  t.deepEqual(runs, [start + minute, start + 2 * minute]);
  await stop();
});

test('a clock set forward by an hour drops the hour', async (t) => {
  const { clock, step, runs, missed, stop } = stepped();
  await clock.advance(minute);
  step(60 * minute);
  await clock.advance(2 * minute);
  t.deepEqual(
    runs,
    [1, 62, 63].map((n) => start + n * minute),
  );
  t.is(missed.length, 1);
  await stop();
});

/** Due once a day at 17:00 UTC, two hours after the start. */
const daily = (request: Partial<Job> = {}): Partial<Job> => ({
  next: (_now, after) => {
    const first = start + 120 * minute;
    const days = Math.floor((after - first) / day) + 1;
    return { at: first + days * day, intervalMs: null, isDueUntilDone: true, reason: 'once a day' };
  },
  ...request,
});

test('a daily slot that passed while the machine slept is run on waking up, once however many passed', async (t) => {
  const { clock, step, runs, missed, stop } = stepped(daily());
  await clock.advance(minute);
  step(3 * day);
  await clock.advance(10 * minute);
  t.is(runs.length, 1);
  t.true(runs[0]! <= start + 3 * day + 2 * minute, 'it is noticed within a nap');
  step(105 * minute);
  await clock.advance(10 * minute);
  t.deepEqual(runs.slice(1), [start + 3 * day + 120 * minute], 'the next one is in time');
  t.deepEqual(missed, []);
  await stop();
});

test('a daily slot that failed is tried again, also when the machine slept meanwhile', async (t) => {
  const clock = manualClock(start);
  let isDown = true;
  const run = async () => {
    if (isDown) throw new Error('no network');
    return '';
  };
  const job = retried({ name: 'daily', runsAtStart: false, run, ...daily() } as Job, clock);
  const { runs, stop } = rig(job, clock);
  await clock.advance(120 * minute);
  t.is(runs.length, 1);
  await clock.advance(5 * minute);
  t.is(runs.length, 2);
  clock.set(start + 12 * 60 * minute);
  isDown = false;
  await clock.advance(minute);
  t.is(runs.length, 3);
  await clock.advance(60 * minute);
  t.is(runs.length, 3);
  await stop();
});

test('a daily slot that failed is tried again after minutes, also when the clock was stepped back', async (t) => {
  const clock = manualClock(start);
  let isDown = true;
  const run = async () => {
    if (isDown) throw new Error('no network');
    return '';
  };
  const job = retried({ name: 'daily', runsAtStart: false, run, ...daily() } as Job, clock);
  const { runs, stop } = rig(job, clock);
  await clock.advance(120 * minute);
  clock.set(clock.now() - 3 * day);
  isDown = false;
  await clock.advance(6 * minute);
  t.is(runs.length, 2);
  await stop();
});

test('a daily slot that passes during the first run is not in it, and run after it', async (t) => {
  const clock = manualClock(start + 119 * minute);
  const { runs, stop } = rig(
    daily({
      runsAtStart: true,
      run: async () => {
        await clock.sleep(2 * minute);
        return '';
      },
    }),
    clock,
  );
  await clock.advance(10 * minute);
  t.deepEqual(runs, [start + 119 * minute, start + 121 * minute]);
  await stop();
});

test('what was due before the start, and is not done, is run at the start', async (t) => {
  const { clock, runs, stop } = rig(daily({ doneUntil: async (now) => now - day }));
  await clock.advance(minute);
  t.deepEqual(runs, [start]);
  await stop();
});

test('a poll slower than its interval is never overtaken, and what it missed is said and not caught up', async (t) => {
  const clock = manualClock(start);
  let flying = 0;
  let max = 0;
  const { runs, missed, stop } = rig(
    {
      run: async () => {
        flying += 1;
        max = Math.max(max, flying);
        await clock.sleep(150_000);
        flying -= 1;
        return '';
      },
    },
    clock,
  );
  await clock.advance(10 * minute);
  t.is(max, 1);
  t.deepEqual(
    runs,
    [1, 4, 7, 10].map((n) => start + n * minute),
  );
  t.deepEqual(
    missed.map(({ reason }) => reason),
    ['busy', 'busy', 'busy'],
  );
  const ending = stop();
  await clock.advance(150_000);
  await ending;
});

test('a run that fails costs its slot only', async (t) => {
  const { clock, runs, outcomes, scheduler, stop } = rig({
    run: async () => {
      throw new Error('no answer');
    },
  });
  await clock.advance(3 * minute);
  t.is(runs.length, 3);
  t.is(outcomes.length, 3);
  t.is(scheduler.states()[0]!.lastError, 'no answer');
  await stop();
});

test('a fault in a job’s schedule is reported, and the job goes on when it has passed', async (t) => {
  let isBroken = true;
  const { clock, runs, outcomes, stop } = rig({
    next: (_now, after) => {
      if (isBroken) throw new Error('no calendar');
      return { at: after - (after % minute) + minute, intervalMs: minute, reason: '' };
    },
  });
  await clock.advance(5 * minute);
  t.is(runs.length, 0);
  t.true(outcomes.length > 0);
  isBroken = false;
  await clock.advance(2 * minute);
  t.true(runs.length >= 1);
  await stop();
});

const never = () => new Promise<string>(() => {});

test('a run that never settles has failed after its patience, and the next slot is polled', async (t) => {
  const clock = manualClock(start);
  const signals: AbortSignal[] = [];
  let isStuck = true;
  const run: Job['run'] = ({ signal }) => {
    signals.push(signal);
    return isStuck ? never() : Promise.resolve('');
  };
  const { runs, outcomes, missed, scheduler, stop } = rig({ run }, clock, 90_000);
  await clock.advance(minute + 89_000);
  t.true(scheduler.states()[0]!.isRunning);
  isStuck = false;
  await clock.advance(1000);
  t.like(scheduler.states()[0]!, {
    isRunning: false,
    lastError: 'It did nothing for 90 s and was given up.',
  });
  t.true(signals[0]!.aborted, 'what it comes to later is not to be kept');
  t.deepEqual(
    missed.map(({ from, reason }) => ({ from, reason })),
    [{ from: start + 2 * minute, reason: 'busy' }],
  );
  await clock.advance(minute);
  t.deepEqual(runs, [start + minute, start + 3 * minute]);
  t.is(outcomes.length, 2);
  t.is(outcomes[1], null);
  t.is(scheduler.states()[0]!.lastError, null);
  await stop();
  t.is(clock.pendingTimers, 0);
});

test('a run that is given up and settles later changes nothing', async (t) => {
  const clock = manualClock(start);
  const late = Promise.withResolvers<string>();
  let count = 0;
  const run = () => (count++ === 0 ? late.promise : Promise.resolve('second'));
  const { outcomes, told, scheduler, stop } = rig({ run }, clock, 30_000);
  await clock.advance(2 * minute);
  t.is(outcomes.length, 2);
  const before = { states: scheduler.states(), told: told.length };
  late.resolve('first');
  await clock.advance(0);
  t.deepEqual({ states: scheduler.states(), told: told.length }, before);
  t.is(outcomes.length, 2);
  await stop();
});

test('a run that gets on is never given up, however long it takes', async (t) => {
  const clock = manualClock(start);
  const run: Job['run'] = async ({ onProgress }) => {
    for (let page = 0; page < 10; page++) {
      await clock.sleep(25_000);
      onProgress?.();
    }
    return 'ten pages';
  };
  const { outcomes, stop } = rig({ run }, clock, 30_000);
  await clock.advance(minute + 250_000);
  t.deepEqual(outcomes, [null]);
  await stop();
});

test('whoever asks for a poll that never settles gets an answer', async (t) => {
  const clock = manualClock(start);
  const { scheduler, stop } = rig({ run: never }, clock, 30_000);
  const asked = scheduler.runNow('quote', { priority: 'user', isForced: true });
  await clock.advance(30_000);
  t.deepEqual(await asked, { isOk: false, message: 'It did nothing for 30 s and was given up.' });
  await stop();
});

test('a daily slot whose run never settles is tried again after minutes', async (t) => {
  const clock = manualClock(start);
  let isStuck = true;
  const run = () => (isStuck ? never() : Promise.resolve(''));
  const job = retried({ name: 'daily', runsAtStart: false, ...daily(), run } as Job, clock);
  const { runs, outcomes, stop } = rig(job, clock, 90_000);
  await clock.advance(120 * minute + 90_000);
  t.is(outcomes.length, 1);
  isStuck = false;
  await clock.advance(5 * minute);
  t.is(runs.length, 2);
  t.is(outcomes[1], null);
  await clock.advance(60 * minute);
  t.is(runs.length, 2);
  await stop();
});

test('closing does not wait for a run that never settles', async (t) => {
  const clock = manualClock(start);
  const { stop } = rig({ run: never }, clock);
  await clock.advance(minute);
  const ending = stop();
  await clock.advance(3500);
  await ending;
  t.is(clock.pendingTimers, 0);
});

test('closing lets a poll in flight end by itself', async (t) => {
  const clock = manualClock(start);
  const { outcomes, stop } = rig(
    {
      run: async ({ signal }) => {
        await clock.sleep(2000, signal);
        if (signal.aborted) throw new Error('cut short');
        return 'recorded';
      },
    },
    clock,
  );
  await clock.advance(minute);
  const ending = stop();
  await clock.advance(2000);
  await ending;
  t.deepEqual(outcomes, [null]);
  t.is(clock.pendingTimers, 0);
});

test('closing cuts a poll short that takes more than three seconds', async (t) => {
  const clock = manualClock(start);
  const { outcomes, stop, runs, scheduler } = rig(
    {
      run: async ({ signal }) => {
        await clock.sleep(30_000, signal);
        if (signal.aborted) throw new Error('cut short');
        return 'recorded';
      },
    },
    clock,
  );
  await clock.advance(minute);
  t.is(runs.length, 1);
  const ending = stop();
  await clock.advance(3000);
  await ending;
  t.deepEqual(outcomes, [], 'being cut short is no failure');
  t.like(await scheduler.runNow('quote', { priority: 'user', isForced: true }), { isOk: false });
  t.is(runs.length, 1);
});

test('a calendar replaced in the middle of a nap takes effect at once', async (t) => {
  const calendar = createCalendar();
  const closed = createCalendar({ closures: [{ date: '2026-11-23', name: 'mourning' }] });
  let inForce = calendar;
  const { clock, runs, scheduler, stop } = rig({
    next: (now, after) => {
      const { session } = inForce.phaseAt(now);
      const window = [{ from: session.open, to: session.close, intervalMs: minute }];
      return { at: slotAtOrAfter(window, after + 1), intervalMs: minute, reason: session.date };
    },
  });
  await clock.advance(minute);
  t.is(runs.length, 1);
  inForce = closed;
  scheduler.replan();
  await clock.advance(5 * minute);
  t.is(runs.length, 1);
  t.is(scheduler.states()[0]!.reason, '2026-11-24');
  await stop();
});

test('slots that a changed plan puts into the past were not missed', async (t) => {
  let intervalMs = 10 * minute;
  let isOpen = true;
  const { clock, runs, missed, scheduler, stop } = rig({
    next: (_now, after) => {
      const window = [{ from: start, to: Number.MAX_SAFE_INTEGER, intervalMs }];
      return { at: isOpen ? slotAtOrAfter(window, after + 1) : null, intervalMs, reason: '' };
    },
  });
  await clock.advance(10 * minute);
  intervalMs = minute;
  await clock.advance(5.5 * minute);
  const before = runs.length;
  isOpen = false;
  scheduler.replan();
  await clock.advance(20 * minute);
  t.is(runs.length, before);
  isOpen = true;
  scheduler.replan();
  await clock.advance(minute);
  t.is(runs.length, before + 1);
  t.deepEqual(missed, []);
  await stop();
});

test('slots that passed while the machine slept are missed although the plan changed meanwhile', async (t) => {
  let intervalMs = minute;
  const { clock, step, missed, scheduler, stop } = stepped({
    next: (_now, after) => {
      const window = [{ from: start, to: Number.MAX_SAFE_INTEGER, intervalMs }];
      return { at: slotAtOrAfter(window, after + 1), intervalMs, reason: '' };
    },
  });
  await clock.advance(90_000);
  step(60 * minute);
  intervalMs = 15_000;
  scheduler.replan();
  await clock.advance(minute);
  t.deepEqual(missed, [{ from: start + 2 * minute, to: start + 61.5 * minute, reason: 'asleep' }]);
  await stop();
});

test('a quick run is told of once, with its next slot; one that takes its time is told of when it runs, too', async (t) => {
  let lastsMs = 40;
  const clock = manualClock(start);
  const run = async () => {
    await clock.sleep(lastsMs);
    return '';
  };
  const { told, scheduler, stop } = rig({ run }, clock);
  await clock.advance(0);
  told.length = 0;
  const brief = () =>
    told
      .splice(0)
      .map(({ isRunning, nextAt, lastSucceededAt }) => [isRunning, nextAt! - start, lastSucceededAt]);
  await clock.advance(minute + 1000);
  t.deepEqual(brief(), [[false, 2 * minute, start + minute + 40]]);
  lastsMs = 400;
  await clock.advance(minute - 900);
  t.deepEqual(brief(), [[true, 2 * minute, start + minute + 40]]);
  await clock.advance(1000);
  t.deepEqual(brief(), [[false, 3 * minute, start + 2 * minute + 400]]);

  const refreshed = scheduler.runNow('quote', { priority: 'user', isForced: true });
  await clock.advance(1000);
  await refreshed;
  t.is(brief().length, 2, 'also where no slot is looked for after it');
  await stop();
  t.is(clock.pendingTimers, 0);
});
