import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { expirationsWanted, recordedSymbolsOf } from '../../../src/config/settings/recorded-symbols.ts';

const load = (text: string, env: Record<string, string> = {}) =>
  loadSettings({ env, file: { path: '/etc/spyglass.toml', text, mode: 0o600 } });
const recorded = (text: string, env: Record<string, string> = {}) =>
  recordedSymbolsOf(load(text, env).settings);

test('without record.symbols the watched symbol is the only one that is recorded', (t) => {
  t.deepEqual(recorded(''), ['SPY']);
  t.deepEqual(recorded('[watch]\nsymbol = "QQQ"\n'), ['QQQ']);
  t.is(load('').settings.recordSymbols, null);
});

test('several underlyings are recorded, from the file or the environment, the first of them shown first', (t) => {
  const text = '[record]\nsymbols = ["QQQ", "SPY", "I:SPX", "QQQ"]\n';
  t.deepEqual(recorded(text), ['QQQ', 'SPY', 'I:SPX']);
  t.is(load(text).settings.symbol, 'QQQ');
  t.is(load(text).origins.symbol, '/etc/spyglass.toml:2');
  t.deepEqual(recorded('', { SPYGLASS_RECORD_SYMBOLS: 'I:SPX, SPY' }), ['I:SPX', 'SPY']);
});

test('the watched symbol, where it is set, is shown first and has to be recorded', (t) => {
  const text = '[record]\nsymbols = ["SPY", "QQQ", "I:SPX"]\n[watch]\nsymbol = "QQQ"\n';
  t.deepEqual(recorded(text), ['QQQ', 'SPY', 'I:SPX']);
  const error = t.throws(() => load(text, { SPYGLASS_SYMBOL: 'IWM' }), { instanceOf: SpyglassError });
  t.is(
    error.message,
    'SPYGLASS_SYMBOL: watch.symbol: IWM is shown first, but record.symbols (SPY, QQQ, I:SPX) does not record it; add it there, or leave watch.symbol out',
  );
});

test('expirations are the nearest one, a number, or some days ahead', (t) => {
  const wanted = (value: string) =>
    expirationsWanted(load(`[record]\nexpirations = ${value}\n`).settings.recordExpirations);
  t.deepEqual(expirationsWanted(load('').settings.recordExpirations), { count: 1 });
  t.deepEqual(wanted('"nearest"'), { count: 1 });
  t.deepEqual(wanted('3'), { count: 3 });
  t.deepEqual(wanted('"3"'), { count: 3 });
  t.deepEqual(wanted('"7d"'), { days: 7 });
});

for (const [entry, expected] of [
  ['symbols = []', /:2: record\.symbols: expected 1 to 10 upper-case symbols/],
  ['symbols = ["spy"]', /:2: record\.symbols: expected 1 to 10 upper-case symbols/],
  ['symbols = ["I:"]', /:2: record\.symbols: expected 1 to 10 upper-case symbols/],
  ['expirations = 0', /:2: record\.expirations: expected nearest, a number from 1 to 20, or days/],
  ['expirations = 1.5', /:2: record\.expirations: expected nearest/],
  ['expirations = "61d"', /:2: record\.expirations: expected nearest/],
  ['expirations = "next"', /:2: record\.expirations: expected nearest/],
  ['expirations = true', /:2: record\.expirations: expected nearest/],
] as const) {
  test(`[record] ${entry} is refused`, (t) => {
    t.throws(() => load(`[record]\n${entry}\n`), { instanceOf: SpyglassError, message: expected });
  });
}
