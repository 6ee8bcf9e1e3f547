import test from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from './polled-daemon.ts';
import { busiestMinute } from './session-run.ts';
import { long } from '../support/long.ts';

long.serial(
  'a paid key that is said to allow five calls a minute keeps to them, and neither job starves',
  async (t) => {
    const from = newYorkInstant('2026-11-23', '10:00');
    const { clock, link, database } = await startPolledDaemon(t, {
      at: from,
      settings: { callsPerMinute: 5 },
    });
    await clock.advance(20 * 60_000);
    for (let press = 0; press < 10; press++) {
      const answered = link.request('refresh', { job: 'quote', force: true });
      await clock.advance(2100);
      t.true((await answered)[0]!.isOk);
      await clock.advance(88_000 + press * 777);
    }
    const times = database
      .prepare<[], number>('select timestamp from api_requests_log order by timestamp')
      .pluck()
      .all();
    const settled = times.filter((at) => at > from + 10 * 60_000);
    t.true(busiestMinute(times) <= 5, `${busiestMinute(times)}`);
    const { jobs } = await link.request('status', {});
    const reasons = Object.fromEntries(jobs.map(({ name, reason }) => [name, reason]));
    t.like(reasons, { quote: 'every 30 s: 5 calls/min', chain: 'every 90 s: 5 calls/min' });
    const per = (endpoint: string) =>
      database
        .prepare<[string], number>("select count(*) from api_requests_log where endpoint like ? || '%'")
        .pluck()
        .get(endpoint)!;
    const quotes = per('/v2/snapshot');
    const chains = per('/v3/snapshot/options');
    t.log(
      `${times.length} calls in 35 minutes, at most ${busiestMinute(settled)} in any 60 s: ${quotes} for quotes, ${chains} for chains`,
    );
    t.true(quotes > 50 && chains > 35);
    t.is(database.prepare('select count(*) from api_requests_log where status_code = 429').pluck().get(), 0);
  },
);

test.serial('a key that turns out smaller than configured lowers the budget to what it allows', async (t) => {
  const from = newYorkInstant('2026-11-23', '10:00');
  const { clock, link, database } = await startPolledDaemon(t, {
    at: from,
    simulator: { profile: 'basic' },
    settings: { callsPerMinute: 60 },
  });
  await clock.advance(10_000);
  for (let press = 0; press < 12; press++) {
    const answered = link.request('refresh', { job: 'bars', force: true });
    await clock.advance(2100);
    await answered;
  }
  await clock.advance(5 * 60_000);
  const refused = () =>
    database
      .prepare<[], number>('select count(*) from api_requests_log where status_code = 429')
      .pluck()
      .get()!;
  t.is((await link.request('status', {})).budget.callsPerMinute, 5);
  const after = refused();
  t.true(after >= 1);
  for (let press = 0; press < 10; press++) {
    const answered = link.request('refresh', { job: 'quote', force: true });
    await clock.advance(20_000);
    await answered;
  }
  t.is(refused(), after, 'refused no more');
});
