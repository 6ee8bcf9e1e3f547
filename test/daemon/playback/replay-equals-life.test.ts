import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { closeDaemon, eventsIn, holdsLife, listenTo, readerOf, throughOutages } from './life.ts';

const date = '2026-11-23';
const on = (time: string) => newYorkInstant(date, time);

test.serial('what is played says what was said when it was recorded', async (t) => {
  t.timeout(120_000);
  const settings = { symbols: ['SPY', 'QQQ'], alertRules: ['change > 0.1%', 'change < -0.1%', 'iv > 1%'] };
  const [from, to] = [on('09:25'), on('09:50')];
  const daemon = await startPolledDaemon(t, { at: from, settings, simulator: { profile: 'advanced' } });
  const listener = await listenTo(daemon);
  await listener.until(to);
  listener.close();
  const reader = await readerOf(t, daemon.dir, settings);
  holdsLife(t, { heard: listener.heard, played: await eventsIn(reader, { from, to }) });
});

test.serial('an outage and a restart are played as they were', async (t) => {
  t.timeout(120_000);
  const outage = { isDown: false };
  const dir = await tempDir(t);
  const setup = { dir, simulator: { profile: 'advanced' as const }, httpGet: throughOutages(outage) };
  const [from, restart, to] = [on('10:00'), on('10:20'), on('10:35')];
  const first = await startPolledDaemon(t, { ...setup, at: from });
  const before = await listenTo(first);
  await before.until(on('10:05'));
  outage.isDown = true;
  await before.until(on('10:08:20'));
  outage.isDown = false;
  await before.until(on('10:12'));
  outage.isDown = true;
  await before.until(on('10:14'));
  before.close();
  await closeDaemon(first);
  outage.isDown = false;
  const second = await startPolledDaemon(t, { ...setup, at: restart });
  const after = await listenTo(second, { heard: [...before.heard] });
  await after.until(to);
  after.close();
  const reader = await readerOf(t, dir);
  const played = await eventsIn(reader, { from, to });
  holdsLife(t, { heard: after.heard, played, unheard: [restart] });
});
