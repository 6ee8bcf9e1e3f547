import test from 'ava';
import { countClears } from './support/clears.ts';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

test.serial('clears are counted, the visible ones apart', (t) => {
  t.deepEqual(countClears('a\u001b[2Jb\u001b[3J\u001b[1;1H\u001b[J\u001b[H\u001b[0J\u001bc\u001b[?1049h'), {
    all: 6,
    visible: 6,
  });
  t.deepEqual(countClears('\u001b[?2026h\u001b[2J\u001b[?2026l\u001b[2J'), { all: 2, visible: 1 });
  t.deepEqual(countClears('\u001b[2K\u001b[1A'.repeat(30)), { all: 1, visible: 1 });
  t.deepEqual(countClears('\u001b[2K\u001b[1Ax\u001b[K\u001b[5;7H\u001b[J'), { all: 0, visible: 0 });
});

long.serial('a session takes the screen away once, when it begins', async (t) => {
  const flags = ['--demo', '--clock', '2026-11-23T15:30:00Z@20', '--data-dir', makeHome(t).dir];
  const terminal = openTerminal(t, makeHome(t), flags);
  await terminal.until('the first picture', isReady);
  for (const [keys, seen] of [
    ['2', (screen: string) => !screen.includes('─ API usage')],
    ['G', (screen: string) => screen.includes('0 re-centres')],
    ['0', (screen: string) => !screen.includes('0 re-centres')],
    ['3', (screen: string) => screen.includes('VWAP')],
    ['4', (screen: string) => screen.includes('Last calls')],
    ['5', (screen: string) => /option_contracts +\d/.test(screen)],
    ['6', (screen: string) => screen.includes('gamma exposure')],
    ['?', (screen: string) => screen.includes('╭─ Help')],
    ['\u001b', (screen: string) => !screen.includes('╭─ Help')],
    ['t', (screen: string) => screen.includes('Theme: light')],
    ['1e', (screen: string) => (screen.match(/╭─/g) ?? []).length === 1],
    ['e', isReady],
  ] as const) {
    terminal.press(keys);
    await terminal.until(JSON.stringify(keys), seen);
  }
  const volume = () => /vol +([\d.]+M)/.exec(terminal.lines().join('\n'))?.[1];
  const before = volume();
  await terminal.until('prices that move', () => volume() !== before);
  t.deepEqual(countClears(terminal.raw()), { all: 1, visible: 1 });
});

test.serial('a resize never shows an empty screen', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo']);
  await terminal.until('the first picture', isReady);
  const sizes = [
    [200, 50],
    [199, 50],
    [200, 51],
    [100, 30],
    [120, 40],
    [80, 24],
    [60, 16],
    [40, 8],
    [120, 40],
  ] as const;
  for (const [columns, rows] of sizes) {
    terminal.resize(columns, rows);
    await terminal.until(`${columns}×${rows}`, (text) => {
      if (rows === 8) return text.includes('needs 60×16');
      const lines = text.split('\n');
      return (
        lines.at(-1)!.includes('quit') && lines.some((line) => /^╭.*╮$/.test(line) && line.length === columns)
      );
    });
  }
  // The old frame is of another size and has to go: in the same breath in which the new one comes. The one that everybody
  // sees is the first.
  const clears = countClears(terminal.raw());
  t.is(clears.visible, 1);
  t.true(clears.all <= 1 + sizes.length, `${clears.all} for ${sizes.length} sizes`);
});
