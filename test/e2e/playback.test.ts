import test from 'ava';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';

const header = (screen: string) => screen.split('\n')[0]!;
const polled = (screen: string) => Number(/poll (\d+) of/.exec(header(screen))?.[1]);
const left = '\u001b[D';

test('the demo is played back: enter, step, play, a typed time, the market again, and quit', async (t) => {
  const home = makeHome(t);
  // Some minutes are soon recorded.
  const flags = ['--demo', '--clock', '2026-11-23T15:30:00Z@30', '--data-dir', home.dir];
  const terminal = openTerminal(t, home, flags);
  await terminal.until(
    'some polls',
    (screen) => isReady(screen) && / 10:(3[6-9]|[45]\d):\d\d ET/.test(header(screen)),
  );
  terminal.press('b');
  const last = await terminal.until('the last instant', (screen) => polled(screen) > 2);
  t.regex(header(last), /DEMO .*REPLAY .*Mon 23 Nov 10:\d\d:\d\d ET · poll \d+ of \d+ · paused/);
  t.regex(last.split('\n')[1]!, /LIVE .* ET {2}● recording/);

  terminal.press(left.repeat(3));
  const before = await terminal.until('earlier', (screen) => polled(screen) <= polled(last) - 2);
  terminal.press(' ++++');
  const after = await terminal.until('played on', (screen) => polled(screen) > polled(before));
  t.regex(header(after), /×\d+|paused at the end/);

  terminal.press('T10:31\r');
  await terminal.until('a typed time', (screen) => header(screen).includes('10:31:00 ET'));
  terminal.press('\u001b');
  const live = await terminal.until('the market', (screen) => !screen.includes('REPLAY') && isReady(screen));
  t.notRegex(live, /LIVE/);
  terminal.press('b');
  await terminal.until('a playback again', (screen) => polled(screen) > 2);
  terminal.press('q');
  t.is((await terminal.exit).code, 0);
});
