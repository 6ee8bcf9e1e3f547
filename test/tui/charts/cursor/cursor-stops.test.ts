import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { cursorStops, stopAt, stopNear } from '../../../../src/tui/charts/cursor/cursor-stops.ts';
import { drawCursor } from '../../../../src/tui/charts/cursor/draw-cursor.ts';
import type { HistoryInput } from '../../../../src/tui/charts/history/history.ts';
import { gutterCells, plotCellsOf } from '../../../../src/tui/charts/history/history-chart-input.ts';
import { historyOf } from '../../../../src/tui/charts/history/range-history.ts';
import { chartRanges } from '../../../../src/tui/charts/range.ts';
import { plainLine } from '../../../../src/tui/render/line.ts';
import { sampleBars, sampleMinuteBars } from '../../support/sample-bars.ts';
import { sampleIntraday } from '../../support/sample-chain.ts';
import { sampleDailyBars } from '../../support/sample-daily.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../../support/sample-times.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const { session } = samplePhase();
const times = { from: session.open, to: at('15:00'), open: session.open, close: session.close };
const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23'];
const barsOf = {
  '1D': sampleMinuteBars(),
  '5D': sampleBars('15min', dates),
  '1M': sampleBars('1hour', dates),
  '6M': sampleDailyBars(sampleDate),
  '1Y': sampleDailyBars(sampleDate),
};

const historyAt = (given: Partial<HistoryInput>, width = 116) =>
  historyOf({
    ...{ range: '1D', style: 'line', bars: barsOf[given.range ?? '1D'], priceLine: sampleIntraday() },
    ...{ quote: null, times, plotCells: plotCellsOf(width) },
    ...given,
  })!;

test('the places go from left to right in time and in columns, inside of the chart, at every range, style and width', (t) => {
  for (const range of chartRanges) {
    for (const style of ['line', 'candles'] as const) {
      for (const width of [56, 76, 116, 196]) {
        const history = historyAt({ range, style }, width);
        const stops = cursorStops({ history, width, now: sampleNow });
        const name = `${range} ${style} ${width}`;
        t.true(stops.length > 1, name);
        for (const [index, stop] of stops.entries()) {
          t.true(stop.column > 7 && stop.column < width - gutterCells, name);
          const next = stops[index + 1];
          if (!next) continue;
          t.true(next.column > stop.column, name);
          t.true(next.from >= stop.to || next.from > stop.from, name);
        }
      }
    }
  }
});

test('there is no place later than now, though the axis goes on', (t) => {
  for (const style of ['line', 'candles'] as const) {
    const history = historyAt({ style });
    const stops = cursorStops({ history, width: 116, now: sampleNow });
    const last = stops.at(-1)!;
    t.true(last.from <= sampleNow && last.to > sampleNow, style);
    t.true(last.column < 100);
    const earlier = cursorStops({ history, width: 116, now: at('11:00') });
    t.true(earlier.at(-1)!.from <= at('11:00'));
  }
});

test('an instant belongs to the place that holds it, and outside of the chart to the nearest', (t) => {
  const stops = cursorStops({ history: historyAt({}), width: 116, now: sampleNow });
  const index = stopAt(stops, at('11:00'));
  t.true(stops[index]!.from <= at('11:00') && stops[index]!.to > at('11:00'));
  t.is(stopAt(stops, 0), 0);
  t.is(stopAt(stops, sampleNow + 9e9), stops.length - 1);
  t.is(stopAt([], 0), -1);
});

test('a column belongs to the nearest place', (t) => {
  const history = historyAt({ style: 'candles', range: '6M' }, 196);
  const stops = cursorStops({ history, width: 196, now: sampleNow });
  for (const [index, stop] of stops.entries()) t.is(stopNear(stops, stop.column), index);
  t.is(stopNear(stops, -5), 0);
  t.is(stopNear(stops, 500), stops.length - 1);
  t.is(stopNear([], 3), -1);
});

test('the line of the cursor is drawn from top to bottom, over blanks; what is drawn stays', (t) => {
  const chart = ['ab cd', 'ab⠉cd', 'axis ', '09:30  10:00  11:00', 'vo█um'].map((text) => [[text] as const]);
  const place = { column: 2, plotRows: 2, timeRow: 3, time: '10:00', priceRow: null };
  const drawn = drawCursor(chart, place);
  t.deepEqual(drawn.map(plainLine).slice(0, 3), ['ab┃cd', 'ab⠉cd', 'axis ']);
  t.is(plainLine(drawn[4]!), 'vo█um');
  t.deepEqual(drawn[1]!.find(([text]) => text === '⠉')?.[2], 'selection');
});

test('the time below it covers other times as a whole, and stays within the chart', (t) => {
  const label = (column: number, text: string) =>
    plainLine(drawCursor([[[text]]], { column, plotRows: 0, timeRow: 0, time: '10:07', priceRow: null })[0]!);
  const row = '        09:30      Fri 20 Nov      10:30   ';
  t.is(label(24, row), '        09:30         10:07        10:30   ');
  t.is(label(0, row), ' 10:07  09:30      Fri 20 Nov      10:30   ');
  t.is(label(row.length - 1, row), '        09:30      Fri 20 Nov        10:07 ');
});

test('the price on the line is marked', (t) => {
  const drawn = drawCursor([[['abc']], [['abc']]], {
    ...{ column: 1, plotRows: 2, timeRow: 9, time: '', priceRow: 1 },
  });
  t.deepEqual(drawn.map(plainLine), ['abc', 'a●c']);
});
