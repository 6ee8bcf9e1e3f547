import test from 'ava';
import { newYorkInstant } from '../../src/market/new-york-time.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { linkTo, startSimulator, startTestDaemon } from './support.ts';

test('a daemon that starts in the session still has what was quoted before the bell', async (t) => {
  const at = (time: string) => newYorkInstant('2026-11-23', time);
  const clock = manualClock(at('09:05'));
  const simulator = await startSimulator({ clock, hasRateLimit: false });
  t.teardown(simulator.close);
  const dir = await tempDir(t);
  const start = () => startTestDaemon(t, { baseUrl: simulator.url, clock, dir });
  const early = await start();
  const link = await linkTo(t, early);
  const [outcome] = await link.request('refresh', { job: 'quote', force: true });
  t.true(outcome?.isOk, outcome?.message);
  link.close();
  await early.daemon.close();

  clock.set(at('10:30'));
  const later = await linkTo(t, await start());
  await later.request('refresh', { job: 'bars', force: true });
  const { intraday } = await later.request('subscribe', {});
  t.is(intraday?.date, '2026-11-23');
  const early0905 = intraday!.points.filter(({ at: instant }) => instant < at('09:30'));
  t.true(early0905.length > 0, 'the quote of 09:05');
  t.true(intraday!.points.length > 50, 'and the minutes since the bell');
});
