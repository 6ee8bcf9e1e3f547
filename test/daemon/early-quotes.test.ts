import test from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startPolledDaemon } from './polled-daemon.ts';

test('a daemon that starts in the session still has what was quoted before the bell', async (t) => {
  const at = (time: string) => newYorkInstant('2026-11-23', time);
  const dir = await tempDir(t);
  const start = (time: string) =>
    startPolledDaemon(t, { at: at(time), dir, simulator: { hasRateLimit: false } });
  const early = await start('09:05');
  const [outcome] = await early.link.request('refresh', { job: 'quote', force: true });
  t.true(outcome?.isOk, outcome?.message);
  await early.close();

  const { link } = await start('10:30');
  await link.request('refresh', { job: 'bars', force: true });
  const { priceLine } = await link.request('subscribe', {});
  t.is(priceLine?.date, '2026-11-23');
  const early0905 = priceLine!.points.filter(({ at: instant }) => instant < at('09:30'));
  t.true(early0905.length > 0, 'the quote of 09:05');
  t.true(priceLine!.points.length > 50, 'and the minutes since the bell');
});
