import test from 'ava';
import { newYorkInstant } from '../../../src/market/new-york-time.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const day = '2026-11-23';
const at = (time: string) => newYorkInstant(day, time);

test('a session closed on the exchange’s word and opened again has one truthful entry in the ledger, and nothing missing', async (t) => {
  const settings = { callsPerMinute: 1000 };
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
