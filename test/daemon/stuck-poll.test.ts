import test from 'ava';
import { startPolledDaemon } from './polled-daemon.ts';
import { midSession } from './support.ts';

test('a quote that never comes is a failure and a gap, and the next slot is polled', async (t) => {
  let isLost = false;
  const running = await startPolledDaemon(t, {
    at: midSession,
    isLost: (url) => isLost && url.includes('/stocks/tickers/'),
    settings: { quoteSeconds: 30, timeoutSeconds: 300, retries: 0 },
  });
  const { clock, link, database } = running;
  await clock.advance(61_000);
  const polls = () =>
    database
      .prepare<[], number>(
        "select count(*) from api_requests_log where endpoint like '%/stocks/tickers/%' and status_code = 200",
      )
      .pluck()
      .get()!;
  const before = polls();
  isLost = true;
  await clock.advance(30_000);
  const refreshed = link.request('refresh', { job: 'quote', force: true });
  isLost = false;
  // Patience with a call of the budget, with the answer, and half a minute.
  await clock.advance(391_000);
  const message = 'It did nothing for 391 s and was given up.';
  t.deepEqual(await refreshed, [{ job: 'quote', isOk: false, message }]);
  const gaps = database
    .prepare<[], { started_at: number; ended_at: number | null; reason: string }>(
      "select started_at, ended_at, reason from poll_gaps where job = 'quote'",
    )
    .all();
  t.like(gaps.at(-1), { started_at: midSession + 90_000, reason: 'the poll did not end' });
  await clock.advance(31_000);
  t.true(polls() > before);
  const { health, jobs, coverage } = await link.request('status', {});
  t.deepEqual(health.problems, []);
  t.is(jobs.find(({ name }) => name === 'quote')!.isRunning, false);
  const [quote, chain] = coverage;
  t.true(quote!.ratio! < chain!.ratio!, 'coverage tells of it');
  t.is(quote!.open, null, 'and it is over');
  await running.close();
});

test('while a quote does not come, health says so', async (t) => {
  let isLost = false;
  const running = await startPolledDaemon(t, {
    at: midSession,
    isLost: (url) => isLost && url.includes('/stocks/tickers/'),
    settings: { quoteSeconds: 30, timeoutSeconds: 300, retries: 0 },
  });
  const { clock, link } = running;
  await clock.advance(61_000);
  isLost = true;
  await clock.advance(425_000);
  const { health, coverage } = await link.request('status', {});
  t.like(health.problems[0], {
    subject: 'quote',
    code: 'timeout',
    message: 'It did nothing for 391 s and was given up.',
  });
  t.is(health.problems.length, 1);
  t.is(coverage[0]!.open?.reason, 'the poll did not end');
  await running.close();
});
