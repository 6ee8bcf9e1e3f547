import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { closeDaemon } from '../close-daemon.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { eventsIn, holdsLife, listenTo, readerOf, recordAndPlay, throughOutages } from './life.ts';

const date = '2026-11-23';
const on = (time: string) => newYorkInstant(date, time);

test.serial('what is played says what was said when it was recorded', async (t) => {
  t.timeout(120_000);
  const settings = { symbols: ['SPY', 'QQQ'], alertRules: ['change > 0.1%', 'change < -0.1%', 'iv > 1%'] };
  await recordAndPlay(t, { from: on('09:25'), to: on('09:50'), settings });
});

test.serial('several symbols, an index and later expirations are played as they were', async (t) => {
  t.timeout(120_000);
  const settings = {
    recordSymbols: ['SPY', 'I:SPX'],
    recordExpirations: '2' as const,
    alertRules: ['I:SPX change > 0.01%', 'I:SPX iv > 1%', 'iv > 1%', 'price > 1'],
  };
  const subscriptions = [{}, { symbol: 'I:SPX' }, { expiration: '2026-11-24' }];
  await recordAndPlay(t, { from: on('09:28'), to: on('09:36'), settings, subscriptions });
});

test.serial('the end of a session is played as it was', async (t) => {
  t.timeout(120_000);
  await recordAndPlay(t, { from: on('15:57'), to: on('16:20'), subscriptions: [{}, { symbol: 'QQQ' }] });
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
