import type { TestFn } from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Profile } from '../../src/simulator/profiles.ts';
import { startPolledDaemon } from './polled-daemon.ts';

/** New York hours within which a person presses `r`: each time, the quote is asked for at once. */
const presses = ['10:00:10', '11:31:42', '12:07:03', '14:29:59', '15:59:30'];

/** The most calls in any 60 seconds, both ends included. */
export function busiestMinute(times: readonly number[]): number {
  let max = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[last]! - times[first]! > 60_000) first++;
    max = Math.max(max, last - first + 1);
  }
  return max;
}

/**
 * A full session with the settings that everybody starts with, and a person who presses `r`. Some
 * 160,000 contracts are served, parsed and stored in it, so that the plans lie in two files, which run side by side.
 */
export function testSession(test: TestFn, profile: Profile): void {
  test.serial(
    `a full session on the ${profile} plan stays within its budget, and r is always answered`,
    async (t) => {
      t.timeout(240_000);
      const open = newYorkInstant('2026-11-23', '09:20');
      const close = newYorkInstant('2026-11-23', '16:50');
      const isFree = profile === 'basic';
      const { clock, link, database, simulator } = await startPolledDaemon(t, {
        at: open,
        simulator: { profile },
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
      if (isFree) return t.true(calls.length < 40, `${calls.length} calls`);
      // From the bell to the options' close a quote every 15 s and a chain of two pages every 60 s.
      const [quotes, chainPages] = [6.75 * 240, 6.75 * 60 * 2];
      const min = profile === 'options-only' ? chainPages : quotes + chainPages;
      t.true(calls.length >= min && calls.length < min * 1.1, `${calls.length} calls`);
    },
  );
}
