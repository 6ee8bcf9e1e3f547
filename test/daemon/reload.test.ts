import test from 'ava';
import { loadSettings } from '../../src/config/load-settings.ts';
import { applySettings } from '../../src/daemon/reload.ts';

const { settings: defaults } = loadSettings({ env: {} });

test('what may change while the daemon runs is taken over in place, the rest waits and is named', (t) => {
  const current = { ...defaults };
  const reloaded = applySettings(current, {
    ...defaults,
    quoteSeconds: 30,
    closures: ['2026-12-01'],
    symbol: 'QQQ',
    apiKey: 'new',
  });
  t.deepEqual(reloaded, {
    applied: ['schedule.quote_seconds', 'calendar.closures'],
    waiting: ['upstream.api_key', 'watch.symbol'],
  });
  t.is(current.quoteSeconds, 30);
  t.is(current.symbol, 'SPY');
  t.is(current.apiKey, null);
});

test('nothing changed is nothing to say', (t) => {
  t.deepEqual(applySettings({ ...defaults }, { ...defaults, closures: [] }), { applied: [], waiting: [] });
});
