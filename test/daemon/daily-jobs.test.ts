import test, { type ExecutionContext } from 'ava';
import { addDays, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Profile } from '../../src/simulator/profiles.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type PolledDaemon, startPolledDaemon } from './polled-daemon.ts';
import { long } from '../support/long.ts';

const monday = '2026-11-16';
/** Polls are not what this is about. */
const settings = { quoteSeconds: 3600, chainSeconds: 3600, quoteExtendedSeconds: 3600 };
const minute = 60_000;

async function daemonAt(t: ExecutionContext, date: string, time: string, given: object = {}) {
  return await startPolledDaemon(t, { at: newYorkInstant(date, time), settings, ...given });
}

/** When each job was done last, once none is under way: housekeeping has a thread, which follows no clock. */
async function done({ link }: PolledDaemon): Promise<Record<string, number | null>> {
  for (;;) {
    const { jobs } = await link.request('status', {});
    if (jobs.some(({ isRunning }) => isRunning)) continue;
    return Object.fromEntries(jobs.map(({ name, lastSucceededAt }) => [name, lastSucceededAt]));
  }
}

/** The machine sleeps until then, and is awake for some minutes. */
async function sleepUntil({ clock }: PolledDaemon, date: string, time: string) {
  clock.set(newYorkInstant(date, time));
  await clock.advance(3 * minute);
}

long(
  'on a machine that is awake from 9:00 to 16:20 bars, holidays and housekeeping are done every day',
  async (t) => {
    const running = await daemonAt(t, monday, '09:00');
    await running.clock.advance(3 * minute);
    for (let days = 1; days <= 3; days++) {
      await running.clock.advance(newYorkInstant(addDays(monday, days - 1), '09:10') - running.clock.now());
      await sleepUntil(running, addDays(monday, days - 1), '16:15');
      const woken = newYorkInstant(addDays(monday, days), '09:00');
      await sleepUntil(running, addDays(monday, days), '09:00');
      const last = await done(running);
      for (const job of ['bars', 'holidays', 'housekeeping'])
        t.true((last[job] ?? 0) >= woken, `${job} on day ${days}`);
    }
  },
);

test('on the free plan, and a machine that sleeps from 18:00 to 9:00, the newest close comes every morning', async (t) => {
  const profile: Profile = 'basic';
  const running = await daemonAt(t, monday, '10:00', { simulator: { profile } });
  await running.clock.advance(10 * minute);
  const closeOf = () =>
    running.database
      .prepare<[], number>('select timestamp from spy_quotes order by received_at desc, id desc limit 1')
      .pluck()
      .get();
  t.is(closeOf(), newYorkInstant(addDays(monday, -3), '16:00'));
  for (let days = 1; days <= 3; days++) {
    await sleepUntil(running, addDays(monday, days - 1), '18:00');
    await sleepUntil(running, addDays(monday, days), '09:00');
    await running.clock.advance(10 * minute);
    t.is(closeOf(), newYorkInstant(addDays(monday, days - 1), '16:00'), `day ${days}`);
  }
});

test('a program that is closed before its housekeeping does it at the next start, and not at the one after', async (t) => {
  const dir = await tempDir(t);
  const evening = await daemonAt(t, monday, '15:00', { dir });
  await evening.clock.advance(5 * minute);
  await evening.close();

  const next = await daemonAt(t, addDays(monday, 1), '09:00', { dir });
  await next.clock.advance(5 * minute);
  const { housekeeping } = await done(next);
  t.true((housekeeping ?? 0) >= newYorkInstant(addDays(monday, 1), '09:00'));
  await next.close();

  const after = await daemonAt(t, addDays(monday, 1), '09:30', { dir });
  await after.clock.advance(5 * minute);
  t.is((await done(after)).housekeeping, null);
});
