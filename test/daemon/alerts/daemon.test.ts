import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import type { HandOver } from '../../../src/daemon/hand-over.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const at = newYorkInstant('2026-11-23', '10:00');

test('rules are watched with nobody looking, told over the socket, and keep their state when read anew', async (t) => {
  const logged: { message: string; alert?: string }[] = [];
  const log = (fields: { alert?: string }, message: string) => void logged.push({ ...fields, message });
  const rules = (text: string) => loadSettings({ env: { SPYGLASS_ALERT_RULES: text } }).settings;
  const { alertRules } = rules('stale > 1m; QQQ price > 600; budget > 90%');
  const { daemon, link, clock } = await startPolledDaemon(t, {
    at,
    simulator: { hasRateLimit: false },
    settings: { quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000, alertRules },
    log: { debug: log, info: log, warn: log, error: log },
  });
  await link.request('refresh', { job: 'quote', force: true });
  await clock.advance(61_000);
  const told = logged.filter(({ alert }) => alert === 'rule');
  t.deepEqual(
    told.map(({ message }) => message),
    ['SPY stale > 1m: 1:00'],
  );

  const report = await link.request('alerts.get', {});
  t.deepEqual(
    report.rules.map(({ text, idle, isMet }) => [text, idle, isMet]),
    [
      ['stale > 1m', null, true],
      ['QQQ price > 600', 'QQQ is not watched', null],
      ['budget > 90%', null, false],
    ],
  );
  t.deepEqual(
    report.recent.map(({ rule }) => rule),
    ['stale > 1m'],
  );
  const { alerts } = await link.request('status', {});
  t.deepEqual(alerts, { rules: 3, met: 1, idle: 1, lastAt: report.recent[0]!.at });
  const snapshot = await link.request('subscribe', {});
  t.deepEqual(snapshot.alerts, report);

  const settings = { ...loadSettings({ env: {} }).settings, alertRules: ['stale > 1m', 'stale > 2m'] };
  t.true(daemon.reload({ ...settings, symbols: ['QQQ'] }).applied.includes('alerts.rules'));
  const [kept, fresh] = (await link.request('alerts.get', {})).rules;
  t.is(kept!.lastFiredAt, report.rules[0]!.lastFiredAt);
  t.is(fresh!.isMet, false);
});

test('an alert reaches a client as an event', async (t) => {
  const { link, clock } = await startPolledDaemon(t, {
    at,
    simulator: { hasRateLimit: false },
    settings: { quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000, alertRules: ['stale > 1m'] },
  });
  await link.request('refresh', { job: 'quote', force: true });
  const events: Alert[] = [];
  const states: (boolean | null)[] = [];
  link.onEvent((event) => {
    if (event.name === 'alert') events.push(event.payload);
    if (event.name === 'rules') states.push(event.payload[0]!.isMet);
  });
  await link.request('subscribe', {});
  await clock.advance(61_000);
  await link.request('status', {});
  t.deepEqual(
    events.map(({ message, direction, level, source, kind }) => [message, direction, level, source, kind]),
    [['SPY stale > 1m: 1:00', 'up', 60_000, 'polygon', 'rule']],
  );
  t.deepEqual([...new Set(states)], [true]);
});

test('a daemon that starts again the same day lists what was told, and when each rule fired', async (t) => {
  const dir = await tempDir(t);
  const start = (instant: number) =>
    startPolledDaemon(t, {
      ...{ at: instant, dir },
      simulator: { hasRateLimit: false },
      settings: { quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000, alertRules: ['stale > 1m'] },
    });
  const first = await start(at);
  await first.clock.advance(61_000);
  const { recent } = await first.link.request('alerts.get', {});
  t.is(recent.length, 1);
  await first.close();

  const second = await start(at + 5 * 60_000);
  const report = await second.link.request('alerts.get', {});
  t.deepEqual(report.recent, recent);
  t.is(report.rules[0]!.lastFiredAt, recent[0]!.at);
  t.is((await second.link.request('status', {})).alerts.lastAt, recent[0]!.at);
});

test('a daemon that takes over does not give an alert again that was given before', async (t) => {
  const dir = await tempDir(t);
  const alertRules = ['stale > 1m', 'price > 1', 'budget > 90%'];
  const start = (instant: number, takesOver?: HandOver) =>
    startPolledDaemon(t, {
      ...{ at: instant, dir, ...(takesOver && { takesOver }) },
      simulator: { hasRateLimit: false },
      settings: { quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000, alertRules },
    });
  const first = await start(at);
  await first.clock.advance(61_000);
  const given = (await first.link.request('alerts.get', {})).recent;
  t.deepEqual(
    given.map(({ rule }) => rule),
    ['stale > 1m'],
  );
  const handingOver = first.daemon.handOver();
  await first.clock.advance(5000);
  const takesOver = await handingOver;

  const second = await start(first.clock.now(), takesOver);
  // Past the time in which no rule is told twice anyway.
  await second.clock.advance(5 * 60_000);
  const { recent, rules } = await second.link.request('alerts.get', {});
  t.deepEqual(recent, given);
  t.is(rules[0]!.lastFiredAt, given[0]!.at);
});
