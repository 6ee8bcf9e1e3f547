import test from 'ava';
import { isGolden } from '../support/golden.ts';
import { openPlayback } from '../support/open-playback.ts';
import { playedAt } from '../support/fake-playback.ts';
import { sampleAlert } from '../support/sample-alerts.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleSeveral } from '../support/sample-recorded.ts';

const sizes = [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

const alerts = { rules: [], recent: [sampleAlert({ at: sampleNow - 60_000 })] };
const missing = {
  ...{ from: playedAt - 60_000, to: playedAt + 900_000, reason: 'the daemon was not running' },
};

for (const [columns, rows] of sizes) {
  test.serial(`a playback at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openPlayback(t, { columns, rows, snapshot: { alerts } });
    isGolden(t, `playback-${columns}x${rows}`, terminal.text());
    t.is(terminal.scrolledLines(), 0);
  });

  test.serial(`a playback in a gap at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openPlayback(t, { columns, rows }, { missing });
    await terminal.until('the box', (text) => text.includes('Nothing was recorded'));
    isGolden(t, `playback-gap-${columns}x${rows}`, terminal.text());
  });
}

for (const [screen, mark] of [
  ['4', 'Last calls'],
  ['5', 'Coverage'],
  ['6', 'puts ◀'],
] as const) {
  test.serial(`in a playback screen ${screen} looks as it did`, async (t) => {
    const { terminal } = await openPlayback(t, { columns: 120, rows: 40 });
    terminal.press(screen);
    await terminal.until(mark, (text) => text.includes(mark));
    isGolden(t, `playback-screen-${screen}-120x40`, terminal.text());
  });
}

test.serial('what is missing is said over chains, and not over the coverage or the calls', async (t) => {
  const { terminal } = await openPlayback(t, { columns: 120, rows: 40 }, { missing });
  for (const [screen, mark] of [
    ['5', 'Coverage'],
    ['4', 'Last calls'],
  ] as const) {
    terminal.press(screen);
    const text = await terminal.until(mark, (shown) => shown.includes(mark));
    t.notRegex(text, /Nothing was recorded|p prune/);
  }
  terminal.press('6');
  await terminal.until('the box again', (text) => text.includes('Nothing was recorded'));
  t.pass();
});

test.serial(
  'its header has a colour of its own in every theme, and in mono the word is reversed',
  async (t) => {
    const { terminal } = await openPlayback(t, { columns: 80, rows: 24 });
    const seen = new Set([terminal.backgroundAt(79, 0)]);
    for (const theme of ['light', 'colour-blind safe', 'red up, green down', 'mono']) {
      terminal.press('t');
      await terminal.until(theme, (text) => text.includes(`Theme: ${theme}`));
      const at = terminal.text().indexOf('REPLAY');
      if (theme === 'mono') {
        t.true(terminal.isInverseAt(at, 0));
        t.false(terminal.isInverseAt(79, 0));
      } else {
        t.not(terminal.backgroundAt(79, 0), -1, theme);
        t.not(terminal.backgroundAt(at, 0), terminal.backgroundAt(79, 0), theme);
        seen.add(terminal.backgroundAt(79, 0));
      }
    }
    t.true(seen.size >= 2);
  },
);

test.serial('without colours the word REPLAY is reversed, and so is LIVE', async (t) => {
  const { terminal } = await openPlayback(t, { columns: 80, rows: 24, level: 0 });
  const [first, second] = terminal.text().split('\n');
  t.true(terminal.isInverseAt(first!.indexOf('REPLAY'), 0));
  t.true(terminal.isInverseAt(second!.indexOf('LIVE'), 1));
  t.false(terminal.isInverseAt(second!.indexOf('recording'), 1));
});

test.serial('several recorded symbols keep their line, as of the same instant', async (t) => {
  const snapshot = sampleSeveral();
  const hello = { symbols: ['SPY', 'QQQ', 'I:SPX'] };
  const { recorded = [] } = snapshot;
  const { terminal } = await openPlayback(t, { columns: 80, rows: 24, snapshot, hello }, {}, { recorded });
  isGolden(t, 'playback-symbols-80x24', terminal.text());
});

test.serial('a terminal that is too small says that it is a replay, and of when', async (t) => {
  const { terminal } = await openPlayback(t, { columns: 80, rows: 24 });
  terminal.resize(50, 10);
  const text = await terminal.until('too small', (screen) => screen.includes('60×16'));
  t.regex(text, /REPLAY {2}Mon 23 Nov 10:15:00/);
});

for (const [name, state] of [
  ['paused', {}],
  ['playing', { isPaused: false, speed: 10 }],
  ['gap', { missing }],
] as const) {
  test.serial(`for a screen reader a playback is said in sentences: ${name}`, async (t) => {
    const options = { isScreenReader: true, columns: 100, rows: 60 };
    const { terminal } = await openPlayback(t, options, state);
    const text = await terminal.until('its sentences', (screen) => screen.includes('Live: recording'));
    isGolden(t, `playback-screen-reader-${name}`, text);
  });
}

test.serial('in characters that every terminal has, and without colours, it looks as it did', async (t) => {
  const { terminal } = await openPlayback(t, { columns: 80, rows: 24, level: 0, isAscii: true });
  isGolden(t, 'playback-ascii-80x24', terminal.text());
});
