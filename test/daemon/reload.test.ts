import test from 'ava';
import { virtualClock } from '../../src/base/clock.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { applySettings } from '../../src/daemon/reload.ts';
import { linkTo, midSession, startSimulator, startTestDaemon } from './support.ts';

const { settings: defaults } = loadSettings({ env: {} });

test('what may change while the daemon runs is taken over in place, the rest waits and is named', (t) => {
  const current = { ...defaults };
  const reloaded = applySettings(current, {
    ...defaults,
    quoteSeconds: 30,
    closures: ['2026-12-01'],
    symbol: 'QQQ',
    recordSymbols: ['QQQ', 'SPY'],
    recordExpirations: '2',
    apiKey: 'new',
  });
  t.deepEqual(reloaded, {
    applied: ['record.expirations', 'schedule.quote_seconds', 'calendar.closures'],
    waiting: ['upstream.api_key', 'record.symbols', 'watch.symbol'],
  });
  t.is(current.quoteSeconds, 30);
  t.is(current.symbol, 'SPY');
  t.is(current.apiKey, null);
});

test('what each dashboard reads for itself is no business of the daemon’s', (t) => {
  const next = { ...defaults, theme: 'light' as const, notify: 'both' as const, logFiles: 9 };
  t.deepEqual(applySettings({ ...defaults }, next), { applied: ['log.files'], waiting: [] });
});

test('without calls a minute in the settings, those that the plan has shown to allow are in force again', async (t) => {
  const clock = virtualClock(midSession);
  for (const [profile, learnt] of [
    ['advanced', 100],
    ['basic', 5],
  ] as const) {
    const simulator = await startSimulator({ clock, profile });
    t.teardown(simulator.close);
    const settings = { ...defaults, callsPerMinute: 40 };
    const started = await startTestDaemon(t, { baseUrl: simulator.url, clock, settings });
    const link = await linkTo(t, started);
    await link.request('refresh', { job: 'quote' });
    const limit = async () => (await link.request('status', {})).budget.callsPerMinute;
    t.is(await limit(), 40);
    t.deepEqual(started.daemon.reload({ ...settings, callsPerMinute: null }).applied, [
      'upstream.calls_per_minute',
    ]);
    t.is(await limit(), learnt, profile);
  }
});

test('nothing changed is nothing to say', (t) => {
  t.deepEqual(applySettings({ ...defaults }, { ...defaults, closures: [] }), { applied: [], waiting: [] });
});
