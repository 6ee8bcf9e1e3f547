import test from 'ava';
import { virtualClock } from '../../src/base/clock.ts';
import { linkTo, startSimulator, startTestDaemon } from './support.ts';

test('a first start on a Saturday shows the line of the last session, an early close, as a whole', async (t) => {
  const clock = virtualClock(Date.parse('2026-11-28T15:00:00Z'));
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock });
  const link = await linkTo(t, running);
  const [bars] = await link.request('refresh', { job: 'bars' });
  t.true(bars!.isOk, bars!.message);
  const { priceLine } = await link.request('subscribe', {});
  t.is(priceLine!.date, '2026-11-27');
  t.true(priceLine!.points.length >= 205, `${priceLine!.points.length} points of 210 minutes`);
});
