import test from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from './polled-daemon.ts';

const at = (time: string) => newYorkInstant('2026-11-23', time);

test('the day is projected to the option close, and comes out as it was projected', async (t) => {
  const { clock, link, database } = await startPolledDaemon(t, {
    at: at('15:30:00'),
    simulator: { profile: 'developer' },
  });
  await clock.advance(at('15:40:07') - clock.now());
  const { callsToday, projectedCalls, allowedCalls, budget } = await link.request('usage.get', {});
  const logged = () => database.prepare('select count(*) from api_requests_log').pluck().get() as number;
  t.is(callsToday, logged());
  // 34 minutes and 53 seconds to 16:15.
  t.is(budget.callsPerMinute, 100);
  t.is(allowedCalls, 3488);
  await clock.advance(at('16:14:59') - clock.now());
  // What is asked once a day, or hourly, is not polled: the bars after the close and the market's status.
  const polled = database
    .prepare("select count(*) from api_requests_log where endpoint like '%/snapshot%' and timestamp > ?")
    .pluck()
    .get(at('15:40:07')) as number;
  t.is(projectedCalls, polled);
  t.true(polled > 100);
  // The last minute is the one that nobody would want to miss.
  const lastChain = "select max(timestamp) from api_requests_log where endpoint like '%/snapshot/options/%'";
  t.is(database.prepare(lastChain).pluck().get(), at('16:14:00'));

  await clock.advance(at('16:20:00') - clock.now());
  const after = await link.request('usage.get', {});
  t.is(after.callsToday, logged());
  t.is(after.projectedCalls, null);
  t.is(after.allowedCalls, null);
});

test('before the opening bell the day is projected with it, and at night there is none', async (t) => {
  const { clock, link } = await startPolledDaemon(t, {
    at: at('03:00:00'),
    simulator: { profile: 'developer' },
  });
  const night = await link.request('usage.get', {});
  t.is(night.projectedCalls, null);
  await clock.advance(at('09:00:00') - clock.now());
  const early = await link.request('usage.get', {});
  await clock.advance(at('09:31:00') - clock.now());
  const late = await link.request('usage.get', {});
  t.true(early.callsToday > night.callsToday);
  // 7 h 15 min to 16:15, and 6 h 44 min.
  t.is(early.allowedCalls, 43_500);
  t.is(late.allowedCalls, 40_400);
  // Trading makes up most of the day: four quotes and two pages of a chain a minute.
  t.true(
    early.projectedCalls! >= 405 * 6 && early.projectedCalls! <= 405 * 6 + 60,
    String(early.projectedCalls),
  );
});
