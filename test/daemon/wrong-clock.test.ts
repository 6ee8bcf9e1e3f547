import test from 'ava';
import { startPolledDaemon } from './polled-daemon.ts';
import { midSession, startTestDaemon } from './support.ts';
import { manualClock } from '../support/manual-clock.ts';
import { long } from '../support/long.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const deadBattery = 13_000;

const settings = { quoteSeconds: 30, chainSeconds: 60 };

test('while the machine’s clock says 1970 recording waits and says so, and goes on when it is right', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession, settings });
  const { clock, link, database, sent } = running;
  const status = () => link.request('status', {});
  await clock.advance(61_000);
  clock.set(deadBattery);
  await clock.advance(minute);
  const before = sent();
  await clock.advance(3 * minute);
  t.is(sent(), before, 'nothing is asked');
  const during = await status();
  t.is(during.health.problems.length, 1, JSON.stringify(during.health));
  t.like(during.health.problems[0], { subject: 'clock', code: 'clock' });
  t.regex(
    during.health.problems[0]!.message,
    /^The clock is wrong: 1970-01-01T00:0.* is beyond the trading calendar, which goes from 2000-01-03 to 2099-12-31\.$/,
  );
  t.is(during.coverage[0]!.open?.reason, 'the machine’s clock was wrong');
  t.is(during.phase.phase, 'regular', 'time goes on by the timer');
  const [outcome] = await link.request('refresh', { job: 'quote', force: true });
  t.regex(outcome!.message, /^The clock is wrong: /);
  await link.request('subscribe', {});

  clock.set(midSession + 61_000 + 4 * minute);
  await clock.advance(2 * minute);
  const after = await status();
  t.deepEqual(after.health.problems, []);
  t.true(sent() > before);
  t.is(after.coverage[0]!.open, null);
  // The hour before the start was missed, too.
  for (const { missingMs } of after.coverage) {
    const minutes = missingMs / minute - 60;
    t.true(minutes >= 3 && minutes <= 6, `${minutes} minutes`);
  }
  const times = database.prepare<[], number>('select min(created_at) from chain_polls').pluck();
  t.true(times.get()! >= midSession);
  await running.close();
});

test('a daemon does not start on a clock that is wrong', async (t) => {
  for (const at of [deadBattery, Date.parse('2200-01-01T00:00:00Z')]) {
    const start = startTestDaemon(t, { clock: manualClock(at), baseUrl: 'http://127.0.0.1:9' });
    await t.throwsAsync(start, { code: 'clock', message: /^The clock is wrong: / });
  }
});

long('after a step to the next day and back coverage is true', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession, settings });
  const { clock, link, database } = running;
  await clock.advance(10 * minute);
  clock.set(clock.now() + day);
  await clock.advance(5 * minute);
  clock.set(clock.now() - day);
  await clock.advance(10 * minute);
  const { coverage, health } = await link.request('status', {});
  t.deepEqual(health.problems, []);
  // From the open at 9:30 to the start at 10:30 nothing was recorded, and for five minutes all of it under another date.
  for (const { job, date, missingMs, open, latest } of coverage) {
    t.is(date, '2026-11-23');
    t.is(open, null);
    const minutes = (missingMs - 60 * minute) / minute;
    t.true(minutes >= 4 && minutes <= 7, `${job}: ${minutes} ${JSON.stringify(latest)}`);
  }
  const future = database
    .prepare<[number, number], object>('select * from poll_gaps where started_at > ? or ended_at > ?')
    .all(clock.now(), clock.now());
  t.deepEqual(future, []);
  await running.close();
});
