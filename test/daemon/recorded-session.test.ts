import test from 'ava';
import { recordSession } from './recorded-session.ts';

test.serial('three underlyings are polled as often as one alone, within the budget', async (t) => {
  t.timeout(240_000);
  const symbols = ['SPY', 'QQQ', 'IWM'];
  const hour = await recordSession(t, { symbols, until: '09:45', callsPerMinute: null });
  t.true(hour.busiest <= hour.callsPerMinute, `${hour.busiest}`);
  t.true(hour.coverage.length === 6 && hour.coverage.every(({ ratio, gaps }) => ratio === 1 && gaps === 0));
  const paces = Object.fromEntries(Object.entries(hour.paces).map(([name, { p99 }]) => [name, p99]));
  t.deepEqual(paces, {
    ...{ 'quote SPY': 15_000, 'quote QQQ': 15_000, 'quote IWM': 15_000 },
    ...{ 'chain SPY': 60_000, 'chain QQQ': 60_000, 'chain IWM': 60_000 },
  });
});
