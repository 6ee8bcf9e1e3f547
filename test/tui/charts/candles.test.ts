import test from 'ava';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { drawCandles } from '../../../src/tui/charts/candle-glyphs.ts';
import { bestGrouping, type Candle, pitchFor } from '../../../src/tui/charts/candles.ts';
import type { HistoryInput } from '../../../src/tui/charts/history/history.ts';
import { createHistoryChart } from '../../../src/tui/charts/history/history-chart.ts';
import { historyOf } from '../../../src/tui/charts/history/range-history.ts';
import { cellsOf, linesOf } from '../../../src/tui/render/cells.ts';
import { plainLine } from '../../../src/tui/render/line.ts';
import { samplePhase } from '../support/sample-hello.ts';
import { sampleDate } from '../support/sample-times.ts';
import { sampleBars, sampleMinuteBars } from '../support/sample-bars.ts';
import { sampleIntraday, sampleQuote } from '../support/sample-chain.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const { session } = samplePhase();
const times = { from: session.open, to: at('14:00'), open: session.open, close: session.close };
const colored = { hasColors: true, isAscii: false };
const historyWith = (given: Partial<HistoryInput>) =>
  historyOf({
    ...{ range: '1D', style: 'candles', bars: [], priceLine: sampleIntraday(), quote: null },
    ...{ times, plotCells: 100 },
    ...given,
  })!;
const candle = (open: number, high: number, low: number, close: number): Candle => ({
  ...{ open, high, low, close },
  volume: 1,
});

/** Candles on six rows, where a price is its half cell from the bottom. */
function drawing(candles: readonly Candle[], pitch: number, look = colored): string[] {
  const rows = 6;
  const cells = cellsOf(Array.from({ length: rows }, () => [[' '.repeat(candles.length * pitch)]]));
  drawCandles(cells, candles, { left: 0, pitch, rows, halfOf: (price) => rows * 2 - 1 - price }, look);
  return linesOf(cells).map((line) => plainLine(line));
}

const risen = candle(3, 9, 1, 6);
const fallen = candle(7, 7, 4, 4);
const still = candle(5, 8, 2, 5);

test('candles of one cell have bodies and wicks to half a cell', (t) => {
  t.deepEqual(drawing([risen, fallen, still], 1), ['   ', '│ ╷', '╽┃│', '┃┃╿', '╿ │', '╵  ']);
});

test('wider candles keep a gap, and their wick in the middle', (t) => {
  t.deepEqual(drawing([risen, fallen], 2), ['    ', '│   ', '▄ █ ', '█ █ ', '▀   ', '╵   ']);
  t.deepEqual(drawing([risen, fallen], 3), ['      ', ' │    ', '▗▄▖▐█▌', '▐█▌▐█▌', '▝▀▘   ', ' ╵    ']);
  t.deepEqual(drawing([risen, fallen], 4), [
    '        ',
    ' │      ',
    '▄▄▄ ███ ',
    '███ ███ ',
    '▀▀▀     ',
    ' ╵      ',
  ]);
});

test('without colours those that rose are hollow and those that fell are filled', (t) => {
  const mono = { hasColors: false, isAscii: false };
  t.deepEqual(drawing([risen, fallen], 1, mono), ['  ', '│ ', '║┃', '║┃', '║ ', '╵ ']);
  t.deepEqual(drawing([risen, fallen], 4, mono), [
    '        ',
    ' │      ',
    '┌┴┐ ███ ',
    '│ │ ███ ',
    '└┬┘     ',
    ' ╵      ',
  ]);
});

test('on a plain terminal bodies and wicks are letters of ASCII', (t) => {
  const plain = { hasColors: true, isAscii: true };
  t.deepEqual(drawing([risen, fallen], 1, plain), ['  ', '| ', '##', '##', '# ', '| ']);
  t.deepEqual(drawing([risen, fallen], 3, { ...plain, hasColors: false }), [
    '      ',
    ' |    ',
    ' O  # ',
    ' O  # ',
    ' O    ',
    ' |    ',
  ]);
});

test('candles are coloured by whether they rose', (t) => {
  const cells = cellsOf(Array.from({ length: 6 }, () => [['  ']]));
  drawCandles(cells, [risen, fallen], { left: 0, pitch: 1, rows: 6, halfOf: (price) => 11 - price }, colored);
  t.deepEqual(
    cells[3]!.map(({ token }) => token),
    ['up', 'down'],
  );
});

test('each candle has the first open, the last close and all of the volume of its bars', (t) => {
  const bars = sampleMinuteBars();
  const { candles } = historyWith({ bars });
  t.is(candles!.span, '3 min');
  const inFirst = bars.slice(0, 3);
  t.deepEqual(candles!.candles[0], {
    open: inFirst[0]!.open,
    high: Math.max(...inFirst.map(({ high }) => high)),
    low: Math.min(...inFirst.map(({ low }) => low)),
    close: inFirst[2]!.close,
    volume: inFirst.reduce((sum, { volume }) => sum + volume, 0),
  });
  const known = candles!.candles.filter((each) => each !== null);
  t.is(
    known.reduce((sum, { volume }) => sum + volume, 0),
    bars.reduce((sum, { volume }) => sum + volume, 0),
  );
  t.is(known.at(-1)!.close, sampleIntraday().points.at(-1)!.price, 'the newest quote ends the last one');
});

test('candles fill the width exactly, whatever it is', (t) => {
  const bars = sampleMinuteBars();
  for (let plotCells = 20; plotCells <= 240; plotCells += 7) {
    const { candles, length, marks } = historyWith({ bars, plotCells });
    t.is(length, plotCells);
    const used = candles!.candles.length * candles!.pitch;
    t.true(used <= plotCells && used > plotCells - candles!.pitch, `${plotCells}: ${used}`);
    t.true(marks.every(({ slot }) => slot >= 0 && slot < plotCells));
  }
});

test('the grouping uses the width, prefers more candles, and never overflows', (t) => {
  const of = (...counts: number[]) => counts.map((count) => ({ count }));
  t.is(bestGrouping(of(130, 65, 45, 35), 99).count, 45);
  t.is(bestGrouping(of(130, 65, 45, 35), 67).count, 65);
  t.is(bestGrouping(of(130, 65, 45, 35), 140).count, 130);
  t.is(bestGrouping(of(130, 65), 20).count, 65, 'where none fits, the fewest');
  t.is(pitchFor(10, 99), 7);
  t.is(pitchFor(100, 99), null);
});

test('five days in candles hold all days apart, and what is left of today has its room', (t) => {
  const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
  const bars = sampleBars('15min', dates);
  const history = historyWith({ range: '5D', bars, plotCells: 99 });
  t.is(history.candles!.span, '45 min');
  t.is(history.candles!.pitch, 2);
  t.deepEqual(
    history.marks.map(({ slot }) => slot),
    [0, 18, 36, 54, 72],
  );
});

/** A daily bar of each date, each a dollar above the one before. */
const dailyBars = (dates: readonly string[]): Bar[] =>
  sampleBars('1hour', dates)
    .filter(({ date }, index, all) => all[index - 1]?.date !== date)
    .map((bar, index) => ({
      ...bar,
      timeframe: 'daily',
      start: newYorkInstant(bar.date, '00:00'),
      ...{ open: 600 + index, high: 602 + index, low: 599 + index, close: 601 + index },
    }));

test('today’s daily candle comes from the quote, and a history that is short says from when it is', (t) => {
  const bars = dailyBars(['2026-11-18', '2026-11-19', '2026-11-20', sampleDate]);
  const quote = sampleQuote();
  const { candles, since } = historyWith({ range: '6M', bars, quote });
  t.deepEqual(candles!.candles.at(-1), {
    ...{ open: 668.4, high: 672.8, low: 667.31, close: 671.2 },
    volume: 54_321_987,
  });
  t.is(candles!.candles.length, 4);
  t.is(since, '2026-11-18');
});

test('a chart of candles fills its rectangle and its volume stands under its candles', (t) => {
  const chart = createHistoryChart();
  t.teardown(chart.close);
  const [width, height] = [114, 34];
  const history = historyWith({ bars: sampleMinuteBars(), plotCells: 99 });
  const lines = chart
    .draw({
      ...{
        width,
        height,
        history,
        previousClose: 667.75,
        levels: { lines: [], changes: [] },
        token: 'up',
        look: colored,
      },
    })!
    .map((line) => plainLine(line));
  t.is(lines.length, height);
  t.true(lines.every((line) => line.length === width));
  const { pitch, candles } = history.candles!;
  const bottom = lines.at(-1)!.slice(8);
  for (const [index, each] of candles.entries()) {
    t.is(bottom[index * pitch] !== ' ', (each?.volume ?? 0) > 0, `volume of candle ${index}`);
    if (!each) continue;
    const column = lines.slice(0, -9).map((line) => line[8 + index * pitch]!);
    t.regex(column.join(''), /[┃╽╿╹╻│╵╷█▀▄]/, `candle ${index}`);
  }
});
