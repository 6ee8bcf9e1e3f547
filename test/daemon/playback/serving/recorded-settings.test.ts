import test from 'ava';
import { loadSettings } from '../../../../src/config/load-settings.ts';
import { settingsFor } from '../../../../src/daemon/playback/serving/recorded-settings.ts';

const { settings } = loadSettings({ env: {} });

test('settings that name what is recorded stay as they are', (t) => {
  t.is(settingsFor(settings, { mode: 'live', underlyings: ['QQQ', 'SPY'] }), settings);
  t.is(settingsFor(settings, { mode: 'live', underlyings: [] }), settings);
});

test('of a recording of other symbols those are shown', (t) => {
  const found = settingsFor(settings, { mode: 'live', underlyings: ['IWM', 'QQQ'] });
  t.like(found, { symbol: 'IWM', recordSymbols: ['IWM', 'QQQ'] });
});

test('a demo has the watch list that its daemon has', (t) => {
  const found = settingsFor(settings, { mode: 'demo', underlyings: ['SPY'] });
  t.deepEqual(found.symbols, ['SPY', 'QQQ', 'IWM', 'NVDA']);
  const own = { ...settings, symbols: ['DIA'] };
  t.deepEqual(settingsFor(own, { mode: 'demo', underlyings: ['SPY'] }).symbols, ['DIA']);
});
