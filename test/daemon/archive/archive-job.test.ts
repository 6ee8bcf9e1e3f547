import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { createArchiveJob } from '../../../src/daemon/archive/archive-job.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** A job over an archiver with so many sessions to do, at an instant of New York. */
function jobAt(date: string, time: string, { left = 0, isEnabled = true } = {}) {
  const clock = manualClock(newYorkInstant(date, time));
  const archive = { looks: 0, done: 0, left, fails: false, isLookDue: true };
  const settings = { archiveEnabled: isEnabled };
  const job = createArchiveJob({
    clock,
    settings,
    hours: { calendar: createCalendar() },
    archiver: {
      isLookDue: () => archive.isLookDue,
      left: () => archive.left,
      async look() {
        archive.looks += 1;
        archive.isLookDue = false;
      },
      async step() {
        if (archive.fails) throw new SpyglassError('archive_unavailable', 'there is no room left');
        archive.done += 1;
        archive.left = Math.max(0, archive.left - 1);
        return 'done';
      },
    },
  });
  const run = () =>
    job.run(
      { priority: 'scheduled', isForced: false, slotAt: null, signal: new AbortController().signal },
      async () => ({
        isOk: true,
        message: '',
      }),
    );
  const next = () => job.next(clock.now(), clock.now()).at;
  return { clock, archive, settings, job, run, next };
}

test('it looks soon after the start, does one session a run with a pause, and then waits for the end of the trade date', async (t) => {
  const { clock, archive, run, next } = jobAt('2026-11-25', '10:00', { left: 2 });
  const start = clock.now();
  t.is(next(), start + 15_000);
  await clock.advance(15_000);
  await run();
  t.deepEqual([archive.looks, archive.done], [1, 1]);
  t.is(next(), clock.now() + 15_000, 'one is left');
  await clock.advance(15_000);
  await run();
  t.deepEqual([archive.looks, archive.done], [1, 2]);
  t.is(next(), newYorkInstant('2026-11-25', '20:05'));
});

test('after the end of each trade date it looks again, also past a holiday and a weekend', async (t) => {
  const { clock, archive, run, next } = jobAt('2026-11-25', '19:00');
  await run();
  clock.set(newYorkInstant('2026-11-25', '20:05'));
  await run();
  t.is(archive.looks, 2);
  t.is(next(), newYorkInstant('2026-11-27', '20:05'), 'Thanksgiving has no session');
  clock.set(newYorkInstant('2026-11-27', '20:05'));
  await run();
  t.is(next(), newYorkInstant('2026-11-30', '20:05'));
});

test('after a failure it waits for minutes', async (t) => {
  const { clock, archive, run, next } = jobAt('2026-11-25', '10:00', { left: 1 });
  archive.fails = true;
  archive.isLookDue = true;
  await t.throwsAsync(run(), { message: 'there is no room left' });
  archive.isLookDue = true;
  t.is(next(), clock.now() + 5 * 60_000);
});

test('switched off it has no slot, and says why', (t) => {
  const { job, clock, settings } = jobAt('2026-11-25', '10:00', { left: 2, isEnabled: false });
  t.like(job.next(clock.now(), clock.now()), { at: null, reason: 'archive.enabled is off' });
  settings.archiveEnabled = true;
  t.not(job.next(clock.now(), clock.now()).at, null);
});
