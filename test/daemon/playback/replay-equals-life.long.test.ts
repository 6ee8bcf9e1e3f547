import { long } from '../../support/long.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { closeDaemon } from '../close-daemon.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { eventsIn, holdsLife, listenTo, readerOf, recordAndPlay, throughOutages } from './life.ts';

const alertRules = ['change > 0.1%', 'change < -0.1%', 'iv > 20%', 'put/call > 1', 'price crosses 720'];

for (const [name, date, end] of [
  ['a full day', '2026-11-23', '16:40'],
  ['an early close', '2026-11-27', '13:40'],
] as const) {
  long.serial(`${name} is played as it was`, async (t) => {
    t.timeout(900_000);
    const settings = { symbols: ['SPY', 'QQQ'], alertRules };
    const [from, to] = [newYorkInstant(date, '09:15'), newYorkInstant(date, end)];
    await recordAndPlay(t, { from, to, settings });
  });
}

long.serial('a day with outages and a restart is played as it was', async (t) => {
  t.timeout(900_000);
  const on = (time: string) => newYorkInstant('2026-11-24', time);
  const outage = { isDown: false };
  const dir = await tempDir(t);
  // What is rebuilt afterwards was never lived.
  const settings = { alertRules, recordRefill: false };
  const setup = {
    ...{ dir, settings, simulator: { profile: 'advanced' as const } },
    httpGet: throughOutages(outage),
  };
  const [from, restart, to] = [on('09:10'), on('13:20'), on('16:40')];
  const first = await startPolledDaemon(t, { ...setup, at: from });
  const before = await listenTo(first);
  const until = async (
    listener: typeof before,
    stretches: readonly (readonly [time: string, isDown: boolean])[],
  ) => {
    for (const [time, isDown] of stretches) {
      outage.isDown = isDown;
      await listener.until(on(time));
    }
  };
  await until(before, [
    ['09:29:50', false],
    ['09:34:20', true],
    ['10:47:05', false],
    ['11:02:33', true],
    ['12:59:59', false],
    ['13:01:07', true],
  ]);
  before.close();
  await closeDaemon(first);
  outage.isDown = false;
  const second = await startPolledDaemon(t, { ...setup, at: restart });
  const after = await listenTo(second, { heard: [...before.heard] });
  await until(after, [
    ['16:11:11', false],
    ['16:17:40', true],
    ['16:40', false],
  ]);
  after.close();
  const reader = await readerOf(t, dir, settings);
  const played = await eventsIn(reader, { from, to });
  holdsLife(t, { heard: after.heard, played, unheard: [restart], before: before.before });
});
