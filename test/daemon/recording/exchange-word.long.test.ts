import test, { type ExecutionContext } from 'ava';
import { formatNewYorkTime, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';

const day = '2026-11-23';
const at = (time: string, date = day) => newYorkInstant(date, time);
const settings = { callsPerMinute: 1000 };

/** A daemon that starts on a day on which only the exchange knows whether it opens. */
function startAt(t: ExecutionContext, dir: string, instant: number, isClosed: boolean) {
  const simulator = isClosed ? ({ fault: 'unscheduled-closure' } as const) : {};
  return startPolledDaemon(t, { at: instant, dir, settings, simulator });
}

const until = ({ clock }: PolledDaemon, instant: number) => clock.advance(instant - clock.now());

/** The ledger of one job, times in minutes of its day in New York. */
const ledgerOf = ({ database }: PolledDaemon, job: string) =>
  database
    .prepare<[string], { date: string; startedAt: number; endedAt: number | null; reason: string }>(
      'select session_date as date, started_at as startedAt, ended_at as endedAt, reason from poll_gaps where job = ? order by id',
    )
    .all(job)
    .map(({ date, startedAt, endedAt, reason }) => ({
      ...{ date, reason, from: clockTime(startedAt), to: endedAt && clockTime(endedAt) },
    }));
const clockTime = (instant: number) => formatNewYorkTime(instant);

test('a session closed on the exchange’s word and opened again has one truthful entry in the ledger, and nothing missing', async (t) => {
  const { clock, simulator, link, database, sent } = await startPolledDaemon(t, {
    at: at('09:25'),
    settings,
  });
  await clock.advance(at('10:30:30') - clock.now());
  simulator.setFault('unscheduled-closure');
  await clock.advance(at('10:31:20') - clock.now());
  const closed = await link.request('status', {});
  t.is(closed.phase.phase, 'closed');
  t.is(closed.phase.closedBecause, 'closed, says the exchange');
  t.deepEqual(closed.coverage[0]!.open, {
    since: at('10:31'),
    reason: 'the exchange said that it was closed',
  });
  const before = sent();
  await clock.advance(at('10:50') - clock.now());
  t.is(sent() - before, 3, 'nothing is asked but, every five minutes, whether it is still closed');

  simulator.setFault(null);
  await clock.advance(at('11:10') - clock.now());
  const { phase, coverage, health } = await link.request('status', {});
  t.is(phase.phase, 'regular');
  t.deepEqual(health.problems, []);
  t.deepEqual(
    coverage.map(({ job, date, ratio, gaps, open }) => ({ job, date, ratio, gaps, open })),
    ['quote', 'chain'].map((job) => ({ job, date: day, ratio: 1, gaps: 0, open: null })),
  );
  const ledger = database
    .prepare('select job, reason, started_at as startedAt, ended_at as endedAt from poll_gaps order by job')
    .all() as { job: string; reason: string; startedAt: number; endedAt: number }[];
  t.deepEqual(
    ledger.map(({ job, reason, startedAt }) => [job, reason, startedAt]),
    ['chain', 'quote'].map((job) => [job, 'the exchange said that it was closed', at('10:31')]),
  );
  for (const { job, endedAt } of ledger) {
    t.true(endedAt >= at('10:51') && endedAt <= at('10:52:15'), `${job} goes on with its next slot`);
  }
});

test('a day closed on the exchange’s word stays closed over restarts, and no daemon is blamed for it', async (t) => {
  const dir = await tempDir(t);
  const first = await startAt(t, dir, at('09:25'), false);
  await until(first, at('10:30:30'));
  first.simulator.setFault('unscheduled-closure');
  await until(first, at('10:40'));
  await first.close();

  const second = await startAt(t, dir, at('10:55'), true);
  await until(second, at('10:55:01'));
  const { phase, coverage, health } = await second.link.request('status', {});
  t.is(phase.closedBecause, 'closed, says the exchange');
  t.deepEqual(
    health.problems.map(({ subject }) => subject),
    ['calendar'],
  );
  t.like(coverage[1], { job: 'chain', gaps: 0, ratio: 1, missingMs: 0 });
  const before = second.sent();
  await until(second, at('11:15:01'));
  t.is(second.sent() - before, 4, 'nothing is asked but, every five minutes, whether it is still closed');
  await second.close();

  const tomorrow = '2026-11-24';
  const third = await startAt(t, dir, at('09:00', tomorrow), false);
  const closed = (from: string, to: string) => ({
    ...{ date: day, reason: 'the exchange said that it was closed', from, to },
  });
  for (const job of ['quote', 'chain']) {
    t.deepEqual(ledgerOf(third, job), [
      closed('10:31', '10:40'),
      closed('10:40', '11:15'),
      closed('11:15', '16:15'),
    ]);
  }
  await until(third, at('09:32', tomorrow));
  const { coverage: next, phase: open } = await third.link.request('status', {});
  t.is(open.phase, 'regular');
  t.like(next[0], { date: tomorrow, gaps: 0, open: null });
});

test('a closure that was announced, and is over, is no day that a later start takes for its own absence', async (t) => {
  const dir = await tempDir(t);
  const first = await startAt(t, dir, at('08:00'), true);
  await until(first, at('16:30'));
  t.is((await first.link.request('status', {})).phase.closedBecause, 'Day of mourning');
  await first.close();

  const tomorrow = '2026-11-24';
  const second = await startAt(t, dir, at('10:00', tomorrow), false);
  for (const job of ['quote', 'chain']) {
    t.deepEqual(ledgerOf(second, job), [
      { date: tomorrow, reason: 'daemon was not running', from: '09:30', to: '10:00' },
    ]);
  }
});
