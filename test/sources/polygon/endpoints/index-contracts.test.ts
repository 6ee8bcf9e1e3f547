import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { httpGet } from '../../../../src/sources/polygon/http/http-get.ts';
import { openUpstream } from '../../../../src/sources/polygon/open-polygon.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { startSimulator } from '../../../support/shared-market.ts';

test('the contracts reference is asked about an index without its prefix', async (t) => {
  const clock = manualClock(newYorkInstant('2026-11-23', '11:00'));
  const simulator = await startSimulator({ clock });
  t.teardown(() => simulator.close());
  const { endpoints } = openUpstream({
    ...{ clock, httpGet, baseUrl: simulator.url, apiKey: 'a-key', appVersion: '0' },
    loggedCalls: [],
    settings: { callsPerMinute: 1000, timeoutSeconds: 30, retries: 0 },
    random: () => 0,
    onCall: () => undefined,
  });
  const { rows } = await endpoints.contracts('I:SPX', '2026-11-23', { priority: 'user' });
  t.true(rows.length > 400);
  const range = { from: '2026-11-23', to: '2026-11-30', strikes: { low: 7100, high: 7110 } };
  const answer = await endpoints.expirations({ symbol: 'I:SPX', ...range }, { priority: 'user' });
  t.true((answer as { results: unknown[] }).results.length > 0);
});
