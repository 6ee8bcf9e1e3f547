import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { assumptionsOf } from '../../../src/config/settings/model/model-assumptions.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';

const calendar = createCalendar();
const load = (text: string, env: Record<string, string> = {}) =>
  loadSettings({ env, file: { path: '/etc/spyglass.toml', text, mode: 0o600 } }).settings;
const assumed = (text: string, env: Record<string, string> = {}) => {
  const { rate, dividends } = assumptionsOf(load(text, env), calendar);
  return { rate, dividends: dividends.map(({ symbol, exDate, amount }) => `${symbol} ${exDate} ${amount}`) };
};

test('without settings the tables count', (t) => {
  t.deepEqual(assumed(''), { rate: null, dividends: [] });
});

test('a rate in per cent and dividends come from the file or the environment', (t) => {
  const text = '[model]\nrate = 3.5\ndividends = ["SPY 2026-12-18 1.950", "QQQ 2026-12-21 0.8"]\n';
  t.deepEqual(assumed(text), { rate: 0.035, dividends: ['QQQ 2026-12-21 0.8', 'SPY 2026-12-18 1.95'] });
  const env = {
    SPYGLASS_MODEL_RATE: '0',
    SPYGLASS_MODEL_DIVIDENDS: 'SPY 2026-12-18 2; AAPL 2026-11-09 0.27',
  };
  t.deepEqual(assumed(text, env), {
    rate: 0,
    dividends: ['AAPL 2026-11-09 0.27', 'SPY 2026-12-18 2'],
  });
});

for (const [entry, message] of [
  ['rate = -1', /:2: model\.rate: expected per cent a year from 0 to 25/],
  ['rate = 400', /:2: model\.rate: expected per cent a year from 0 to 25/],
  ['rate = "3,7"', /:2: model\.rate: expected per cent a year from 0 to 25/],
  ['dividends = ["SPY 2026-12-18"]', /:2: model\.dividends.*expected a symbol, its ex-dividend date/],
  ['dividends = ["I:SPX 2026-12-18 1"]', /I:SPX is an index, which pays no dividend/],
  ['dividends = ["SPY 2026-12-18 1", "SPY 2026-12-18 2"]', /SPY 2026-12-18 is listed twice/],
] as const) {
  test(`${entry} is refused, and says what to write`, (t) => {
    t.throws(() => load(`[model]\n${entry}\n`), { message });
  });
}
