import test from 'ava';
import { newYorkInstant } from '../../src/market/new-york-time.ts';
import { type Profile, profiles } from '../../src/simulator/profiles.ts';
import { startPolledDaemon } from './polled-daemon.ts';

/** New York hours within which a person presses `r`: each time, the quote is asked for at once. */
const presses = ['10:00:10', '11:31:42', '12:07:03', '14:29:59', '15:59:30'];

/** The most calls in any 60 seconds, both ends included. */
function busiestMinute(times: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[last]! - times[first]! > 60_000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

for (const profile of Object.keys(profiles) as Profile[]) {
  test.serial(
    `a full session on the ${profile} plan stays within its budget, and r is always answered`,
    async (t) => {
      const open = newYorkInstant('2026-11-23', '09:20');
      const close = newYorkInstant('2026-11-23', '16:50');
      const isFree = profile === 'basic';
      const { clock, link, database, simulator } = await startPolledDaemon(t, {
        at: open,
        simulator: { profile },
        // A chain a minute is the default; the count of calls is what matters here, not the rows of each.
        settings: isFree ? {} : { chainSeconds: 300 },
      });
      const answers: string[] = [];
      for (const time of presses) {
        await clock.advance(newYorkInstant('2026-11-23', time) - clock.now());
        const answered = link.request('refresh', { job: 'quote', force: true });
        await clock.advance(1500);
        const [outcome] = await answered;
        t.true(outcome!.isOk, `${time}: ${outcome!.message}`);
        answers.push(outcome!.message);
      }
      await clock.advance(close - clock.now());
      const calls = database
        .prepare<[], { timestamp: number; status: number; endpoint: string }>(
          'select timestamp, status_code as status, endpoint from api_requests_log order by timestamp',
        )
        .all();
      const times = calls.map(({ timestamp }) => timestamp);
      const { callsPerMinute } = (await link.request('status', {})).budget;
      const busiest = busiestMinute(times);
      t.log(
        `${profile}: ${calls.length} calls from 09:20 to 16:50, at most ${busiest} in any 60 s of ${callsPerMinute} allowed; r answered ${answers.length} of ${presses.length} times`,
      );
      t.true(busiest <= callsPerMinute);
      t.is(callsPerMinute, isFree ? 5 : 100);
      t.deepEqual(
        calls.filter(({ status }) => status === 429),
        [],
      );
      t.is(simulator.requests(), calls.length);
      // What the free plan gives changes once a day, so that hardly any call can bring anything new.
      if (isFree) t.true(calls.length < 40, `${calls.length} calls`);
      else t.true(calls.length > (profile === 'options-only' ? 150 : 1500), `${calls.length} calls`);
    },
  );
}

test.serial(
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
