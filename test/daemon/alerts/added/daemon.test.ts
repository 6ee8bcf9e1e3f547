import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadSettings } from '../../../../src/config/load-settings.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import type { RuleState } from '../../../../src/protocol/alerts.ts';
import { openLink } from '../../../../src/protocol/connection/link.ts';
import { protocolVersion } from '../../../../src/protocol/version.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';
import { type PolledSetup, startPolledDaemon } from '../../polled-daemon.ts';

const at = newYorkInstant('2026-11-23', '10:00');

const start = (t: ExecutionContext, { settings, ...setup }: Partial<PolledSetup> = {}) =>
  startPolledDaemon(t, {
    ...{ at, simulator: { hasRateLimit: false } },
    settings: { quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000, ...settings },
    ...setup,
  });

const fileIn = (dir: string) => path.join(dir, 'spyglass.alert-rules.json');
const shown = (rules: readonly RuleState[]) => rules.map(({ text, origin, id }) => [text, origin, id]);

test('a rule is added beside those of the settings, seen by every client, and gone when it is removed', async (t) => {
  const { link, dir, daemon } = await start(t, { settings: { alertRules: ['price > 1'] } });
  const told: RuleState[][] = [];
  link.onEvent((event) => {
    if (event.name === 'rules') told.push(event.payload);
  });
  await link.request('subscribe', {});
  const added = await link.request('alerts.add', { rule: 'price  crosses FLIP' });
  t.true(added.isNew);
  t.like(added.rule, { text: 'SPY price crosses flip', origin: 'added', id: 1, level: 'flip' });
  const both = [
    ['price > 1', 'settings', undefined],
    ['SPY price crosses flip', 'added', 1],
  ];
  await until(() => shown(told.at(-1) ?? []).length === 2);
  t.deepEqual(shown(told.at(-1)!), both);
  t.deepEqual(shown((await link.request('alerts.get', {})).rules), both);

  const again = await link.request('alerts.add', { rule: 'SPY price crosses flip' });
  t.deepEqual([again.isNew, again.rule.id], [false, 1]);
  const own = await link.request('alerts.add', { rule: 'SPY price > 1.00' });
  t.deepEqual([own.isNew, own.rule.text, own.rule.origin], [false, 'price > 1', 'settings']);

  const { settings } = loadSettings({ env: {} });
  daemon.reload({ ...settings, alertRules: ['price > 2'] });
  t.deepEqual(shown((await link.request('alerts.get', {})).rules), [
    ['price > 2', 'settings', undefined],
    ['SPY price crosses flip', 'added', 1],
  ]);
  const removed = await link.request('alerts.remove', { rule: 'price crosses flip' });
  t.deepEqual(removed, { text: 'SPY price crosses flip', isInSettings: false });
  t.deepEqual(shown((await link.request('alerts.get', {})).rules), [['price > 2', 'settings', undefined]]);
  t.deepEqual(JSON.parse(readFileSync(fileIn(dir), 'utf8')), { version: 1, nextId: 2, rules: [] });
});

test('a rule that was added fires, is there after a restart, and keeps its number and its symbol', async (t) => {
  const dir = await tempDir(t);
  const first = await start(t, { dir, settings: { recordSymbols: ['SPY', 'QQQ'] } });
  await first.link.request('refresh', { job: 'quote', force: true });
  await first.link.request('alerts.add', { rule: 'stale > 1m' });
  await first.link.request('alerts.add', { rule: 'QQQ price crosses 1' });
  await first.clock.advance(61_000);
  const { recent } = await first.link.request('alerts.get', {});
  t.true(recent.some(({ rule, symbol }) => rule === 'SPY stale > 1m' && symbol === 'SPY'));
  await first.close();

  const second = await start(t, {
    ...{ dir, at: at + 600_000 },
    settings: { symbol: 'QQQ', recordSymbols: ['SPY'], alertRules: [] },
  });
  const { rules } = await second.link.request('alerts.get', {});
  t.deepEqual(shown(rules), [
    ['SPY stale > 1m', 'added', 1],
    ['QQQ price crosses 1', 'added', 2],
  ]);
  t.is(rules[0]!.lastFiredAt, recent[0]!.at);
  await second.link.request('alerts.remove', { id: 2 });
  const next = await second.link.request('alerts.add', { rule: 'price crosses 5' });
  t.deepEqual([next.rule.text, next.rule.id], ['QQQ price crosses 5', 3]);
});

test('what is no rule, one too many, and what was never added are refused with what to do', async (t) => {
  const alertRules = Array.from({ length: 49 }, (_, index) => `price > ${index + 1}`);
  const { link, daemon } = await start(t, { settings: { alertRules } });
  const add = (rule: string) => link.request('alerts.add', { rule });
  await t.throwsAsync(add('price crosses the moon'), { code: 'usage', message: /is no alert rule/ });
  await t.throwsAsync(add(`price > ${'7'.repeat(90)}`), { code: 'usage', message: /at most 80 characters/ });
  t.true((await add('price crosses 700')).isNew);
  await t.throwsAsync(add('price crosses 702'), {
    code: 'usage',
    message: /50 alert rules, which is the most/,
  });
  const remove = (rule: string) => link.request('alerts.remove', { rule });
  await t.throwsAsync(remove('price > 7'), { code: 'usage', message: /stands in the settings/ });
  await t.throwsAsync(remove('price > 700'), { code: 'usage', message: /none of the rules that were added/ });
  await t.throwsAsync(link.request('alerts.remove', { id: 9 }), { code: 'usage', message: /number 9/ });

  const { settings } = loadSettings({ env: {} });
  daemon.reload({ ...settings, alertRules: [...alertRules, 'price > 100'] });
  const { rules } = await link.request('alerts.get', {});
  t.is(rules.at(-1)!.idle, 'only 50 rules are watched', 'of more, those of the settings are');
  daemon.reload({ ...settings, alertRules: ['price crosses 700'] });
  t.deepEqual(shown((await link.request('alerts.get', {})).rules), [
    ['price crosses 700', 'settings', undefined],
  ]);
  t.true((await remove('price crosses 700')).isInSettings);
});

test('a broken file stops no start: it is kept aside, named in the health, and forgotten after HUP', async (t) => {
  const dir = await tempDir(t);
  writeFileSync(fileIn(dir), '{"version":1,"nextId":');
  const { link, daemon } = await start(t, { dir });
  const problems = async () =>
    (await link.request('status', {})).health.problems.filter(({ subject }) => subject === 'alert rules');
  t.regex((await problems())[0]!.message, /alert-rules\.json was wrong: .*kept as .*\.broken-/);
  t.true((await link.request('alerts.add', { rule: 'price > 700' })).isNew);
  daemon.reload(loadSettings({ env: {} }).settings);
  await until(async () => (await problems()).length === 0);
  t.is((await link.request('alerts.get', {})).rules.length, 1);
});

test('a client that may only read sees the rules and changes none', async (t) => {
  const { link, socketPath, clock } = await start(t);
  await link.request('alerts.add', { rule: 'price > 700' });
  const reader = await openLink({ socketPath, clock, appVersion: '0', client: 'reader' });
  t.teardown(() => reader.close());
  await reader.request('hello', { protocolVersion, appVersion: '0', client: 'reader', readOnly: true });
  t.is((await reader.request('alerts.get', {})).rules.length, 1);
  await t.throwsAsync(reader.request('alerts.add', { rule: 'price > 1' }), { code: 'read_only' });
  await t.throwsAsync(reader.request('alerts.remove', { id: 1 }), { code: 'read_only' });
});
