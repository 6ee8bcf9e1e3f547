import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { comparable, eventsIn, listenTo, quotesWithoutRepeats, readerOf } from './life.ts';

const date = '2026-11-23';

test.serial('what is played says what was said when it was recorded', async (t) => {
  t.timeout(120_000);
  const settings = { symbols: ['SPY', 'QQQ'], alertRules: ['change > 0.1%', 'change < -0.1%', 'iv > 1%'] };
  const from = newYorkInstant(date, '09:25');
  const to = newYorkInstant(date, '09:50');
  const daemon = await startPolledDaemon(t, { at: from, settings, simulator: { profile: 'advanced' } });
  const listener = await listenTo(daemon);
  await listener.until(to);
  listener.close();
  const reader = await readerOf(t, daemon.dir, settings);
  const played = await eventsIn(reader, { from, to });
  const lived = comparable(listener.heard);
  const again = comparable(played);
  t.log(lived.map(({ name }) => name).join(' '));
  t.log(again.map(({ name }) => name).join(' '));
  t.deepEqual(
    again.map(({ name }) => name),
    lived.map(({ name }) => name),
  );
  for (const [index, event] of lived.entries()) t.deepEqual(again[index], event);
  t.deepEqual(quotesWithoutRepeats(played), quotesWithoutRepeats(listener.heard));
});
