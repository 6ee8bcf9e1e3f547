import test from 'ava';
import { barScale } from '../../../src/tui/panes/playback/scrub/scrub-bar.ts';
import { playedAt, playedSnapshot, sampleSession } from '../support/fake-playback.ts';
import { openPlayback } from '../support/open-playback.ts';
import { sampleNow } from '../support/sample-times.ts';

const mouse = (column: number, row: number, button = 0, final = 'M') =>
  `\u001b[<${button};${column + 1};${row + 1}${final}`;
const barRow = 22;
const session = sampleSession();
const scale = barScale(session, 80);
const columnOf = (at: number) => 1 + scale.columnOf(at);
const usual = { symbol: 'SPY', speed: 1, paused: true };

test.serial('a click on the scrub bar seeks, and on a marker goes exactly there', async (t) => {
  const { terminal, playback } = await openPlayback(t, { columns: 80, rows: 24, isMouseOn: true });
  t.regex(terminal.rows()[barRow]!, /^ ╍+━W━+●╱╱◇╱─+ *$/);
  const noon = session.open + 150 * 60_000;
  terminal.press(mouse(columnOf(noon), barRow));
  await terminal.until('a seek', () => playback.seeks.length === 1);
  const { at = 0 } = playback.seeks[0]!.params;
  t.is(columnOf(at), columnOf(noon));
  await terminal.until('the knob', (text) => text.split('\n')[barRow]!.indexOf('●') === columnOf(noon));
  playback.seeks[0]!.answer(playedSnapshot({ at }));
  const marker = session.markers[0]!.at;
  terminal.press(mouse(columnOf(marker), barRow));
  await terminal.until('a seek to the marker', () => playback.seeks.length === 2);
  t.deepEqual(playback.seeks[1]!.params, { ...usual, at: marker });
});

test.serial('while the mouse is dragged only the newest seek is sent, wherever it is', async (t) => {
  const { terminal, playback } = await openPlayback(t, { columns: 80, rows: 24, isMouseOn: true });
  const first = columnOf(playedAt) + 3;
  terminal.press(mouse(first, barRow));
  await terminal.until('the first seek', () => playback.seeks.length === 1);
  terminal.press(mouse(first + 1, barRow, 32) + mouse(first + 3, 10, 32) + mouse(79, 5, 32));
  await terminal.until('the knob at the market’s now', (text) => {
    return text.split('\n')[barRow]!.indexOf('●') === columnOf(sampleNow);
  });
  t.is(playback.seeks.length, 1, 'one at a time');
  playback.seeks[0]!.answer(playedSnapshot({ at: playback.seeks[0]!.params.at! }));
  await terminal.until('the newest', () => playback.seeks.length === 2);
  t.is(playback.seeks[1]!.params.at, sampleNow, 'what has not happened cannot be gone to');
  playback.seeks[1]!.answer(playedSnapshot({ at: sampleNow }));
  terminal.press(mouse(79, 5, 0, 'm') + mouse(first, barRow, 32));
  terminal.press(mouse(first, barRow));
  await terminal.until('a click again', () => playback.seeks.length === 3);
  t.is(columnOf(playback.seeks[2]!.params.at!), first);
});

test.serial('movement that began elsewhere, and the bar behind a dialog, seek nothing', async (t) => {
  const { terminal, playback } = await openPlayback(t, { columns: 80, rows: 24, isMouseOn: true });
  terminal.press(mouse(20, 10) + mouse(20, barRow, 32));
  terminal.press('?');
  await terminal.until('the help', (text) => text.includes('╭─ Help'));
  terminal.press(mouse(60, barRow));
  terminal.press('\u001b');
  await terminal.until('no help', (text) => !text.includes('╭─ Help'));
  t.is(playback.seeks.length, 0);
});
