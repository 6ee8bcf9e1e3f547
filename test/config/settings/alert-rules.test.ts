import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';

const load = (text: string, env: Record<string, string> = {}) =>
  loadSettings({ env, file: { path: '/etc/spyglass.toml', text, mode: 0o600 } }).settings;

test('rules are kept in their plain form, each once', (t) => {
  const text = '[alerts]\nrules = ["price  >700", "price > 700", "IV > 40%"]\n';
  t.deepEqual(load(text).alertRules, ['price > 700', 'iv > 40%']);
  t.deepEqual(load('').alertRules, []);
  t.is(load('').notify, 'off');
});

test('the environment gives rules with semicolons between them', (t) => {
  const env = { SPYGLASS_ALERT_RULES: 'price > 700; QQQ change < -1% ;', SPYGLASS_NOTIFY: 'both' };
  const settings = load('[alerts]\nrules = ["price > 1"]\n', env);
  t.deepEqual(settings.alertRules, ['price > 700', 'QQQ change < -1%']);
  t.is(settings.notify, 'both');
});

test('each rule that is wrong is reported on its own line, with its text', (t) => {
  const text = `[alerts]
rules = [
  "price > 700",
  "prise > 700", # a slip
  'change < -1',
]
[dashboard]
notify = "loud"
`;
  const error = t.throws(() => load(text), { instanceOf: SpyglassError });
  t.deepEqual(error.message.split('\n'), [
    '/etc/spyglass.toml:4: alerts.rules: expected one of price, change, spread, iv, put/call, budget, stale, expiry (found "prise > 700")',
    '/etc/spyglass.toml:5: alerts.rules: change takes a number with % after it (found "change < -1")',
    '/etc/spyglass.toml:8: dashboard.notify: expected off, bell, osc9 or both (found "loud")',
  ]);
});

for (const [given, reason] of [
  ['rules = [5]', /:2: alerts\.rules: expected each rule in quotes/],
  ['rules = 5', /:2: alerts\.rules: expected a list of rules/],
  [`rules = [${'"price > 700",'.repeat(51)}]`, /:2: alerts\.rules: expected at most 50 rules/],
] as const) {
  test(`${given.slice(0, 20)}… is refused`, (t) => {
    t.throws(() => load(`[alerts]\n${given}\n`), { instanceOf: SpyglassError, message: reason });
  });
}

test('a wrong rule of the environment is named with its variable', (t) => {
  t.throws(() => load('', { SPYGLASS_ALERT_RULES: 'price > 700; stale > 2' }), {
    instanceOf: SpyglassError,
    message:
      /^SPYGLASS_ALERT_RULES: alerts\.rules: stale takes a number with s, m, h after it \(found " ?stale > 2"\)$/,
  });
});
