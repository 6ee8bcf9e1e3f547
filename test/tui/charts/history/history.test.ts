import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { dayTimes } from '../../../../src/tui/charts/history/day-history.ts';
import { type HistoryInput, volumeOfCells } from '../../../../src/tui/charts/history/history.ts';
import { createHistoryChart } from '../../../../src/tui/charts/history/history-chart.ts';
import type { HistoryChartInput } from '../../../../src/tui/charts/history/history-chart-input.ts';
import { columnOfSlot, rowOfPrice } from '../../../../src/tui/charts/line-chart.ts';
import { historyOf } from '../../../../src/tui/charts/history/range-history.ts';
import { runningVwap } from '../../../../src/tui/charts/vwap.ts';
import { lineWidth, plainLine } from '../../../../src/tui/render/line.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { sampleDate } from '../../support/sample-times.ts';
import { sampleBars, sampleMinuteBars } from '../../support/sample-bars.ts';
import { sampleIntraday } from '../../support/sample-chain.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const { session } = samplePhase();
const times = { from: session.open, to: at('14:00'), open: session.open, close: session.close };
const look = { hasColors: true, isAscii: false };
const historyWith = (given: Partial<HistoryInput>) =>
  historyOf({
    ...{ range: '1D', style: 'line', bars: [], priceLine: sampleIntraday(), quote: null },
    ...{ times, plotCells: 100 },
    ...given,
  });
const oneDay = (bars = sampleMinuteBars()) => historyWith({ bars })!;
const dates = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];

test('VWAP weighs by volume and starts anew with each date', (t) => {
  const [first] = sampleMinuteBars();
  const bar = (date: string, vwap: number, volume: number) => ({ ...first!, date, vwap, volume });
  const averages = runningVwap([
    bar('2026-11-20', 10, 0),
    bar('2026-11-20', 10, 100),
    bar('2026-11-20', 20, 300),
    bar('2026-11-23', 7, 5),
  ]);
  t.true(Number.isNaN(averages[0]!.vwap));
  t.deepEqual(
    averages.slice(1).map(({ vwap }) => vwap),
    [10, 17.5, 7],
  );
});

test('bands are one volume-weighted standard deviation away', (t) => {
  const [first] = sampleMinuteBars();
  const bar = (vwap: number, volume: number) => ({ ...first!, vwap, volume });
  // Prices 10, 20 and 30 with weights 1, 2 and 1: mean 20, variance (100 + 0 + 100) / 4.
  const last = runningVwap([bar(10, 100), bar(20, 200), bar(30, 100)]).at(-1)!;
  t.is(last.vwap, 20);
  t.true(Math.abs(last.deviation - Math.sqrt(50)) < 1e-9);
  // A price of a fund and a whole day's volume: sums of squares would have lost the cents.
  const steady = runningVwap(Array.from({ length: 390 }, (_, at) => bar(700 + (at % 2) * 0.02, 5e6))).at(-1)!;
  t.true(Math.abs(steady.deviation - 0.01) < 1e-9);
});

test('a chart knows whether some of it came later than the instant that is looked at', (t) => {
  const bars = sampleMinuteBars();
  const later = bars.map((bar, index) => (index === 20 ? { ...bar, isRebuilt: true as const } : bar));
  const line = sampleIntraday();
  const points = line.points.map((point, index) =>
    index === 3 ? { ...point, isRebuilt: true as const } : point,
  );
  const isPart = (given: Partial<HistoryInput>) => historyWith(given)!.isPartRebuilt;
  for (const style of ['line', 'candles'] as const) {
    t.false(isPart({ style, bars }));
    t.true(isPart({ style, bars: later }));
    t.true(isPart({ style, priceLine: { ...line, points } }));
    t.true(isPart({ style, range: '5D', bars: later }));
  }
});

test('hours outside of the session are shaded, and called so', (t) => {
  const line = sampleIntraday();
  const early = {
    ...line,
    points: [{ at: at('08:10'), price: 668 }, { at: at('09:20'), price: 668 }, ...line.points],
  };
  const day = dayTimes(early, samplePhase(), at('13:46'))!;
  t.deepEqual(day, { from: at('09:00'), to: at('15:00'), open: session.open, close: session.close });
  const { shades, length } = historyWith({ priceLine: early, times: day })!;
  t.is(shades.length, 1);
  t.is(shades[0]!.to / length, 30 / 361);
  const late = { ...line, points: [...line.points, { at: at('16:12'), price: 671 }] };
  const evening = dayTimes(late, samplePhase({ phase: 'post' }), at('16:13'))!;
  t.deepEqual([evening.from, evening.to], [at('09:30'), at('16:30')]);
  const chart = createHistoryChart();
  t.teardown(chart.close);
  const history = historyWith({ priceLine: late, times: evening, bars: sampleMinuteBars() })!;
  const lines = chart.draw({ ...input, width: 115, history })!;
  t.regex(plainLine(lines[0]!), /┊post/);
  t.true(lines.some((drawn) => drawn.some(([, , background]) => background === 'band')));
});

test('a day has its line, its volume by the minute, and a VWAP only if the bars begin with it', (t) => {
  const history = oneDay();
  const last = history.prices.findLast((price) => Number.isFinite(price));
  t.is(last, sampleIntraday().points.at(-1)!.price);
  const volume = sampleMinuteBars().reduce((sum, bar) => sum + bar.volume, 0);
  t.is(
    history.volumes.reduce((sum, each) => sum + each, 0),
    volume,
  );
  t.true(history.vwap.some((price) => Number.isFinite(price)));
  const late = oneDay(sampleMinuteBars().slice(30));
  t.deepEqual(late.vwap, []);
  t.is(historyWith({ priceLine: null }), null);
});

test('five days leave out the nights, and take the last day from the quotes', (t) => {
  const bars = sampleBars('15min', ['2026-11-13', ...dates]);
  const history = historyWith({ range: '5D', bars })!;
  t.deepEqual(
    history.marks.map(({ label, rule }) => [label, rule]),
    [
      ['Tue 17 Nov', 'none'],
      ['Wed 18 Nov', 'thin'],
      ['Thu 19 Nov', 'thin'],
      ['Fri 20 Nov', 'thin'],
      ['Mon 23 Nov', 'thick'],
    ],
    'today is the fifth day',
  );
  t.is(history.prices.at(-1), sampleIntraday().points.at(-1)!.price);
  t.is(history.volumes.at(-1), 0, 'how much was traded in the quarter at hand is not known');
  t.is(history.length, 5 * 26, 'today has the room that it will need');
  t.is(historyWith({ range: '5D', priceLine: null }), null);
});

test('a month has no VWAP, and names its weeks', (t) => {
  const bars = sampleBars('1hour', [...dates, '2026-11-23']);
  const month = historyWith({ range: '1M', bars, priceLine: null })!;
  t.deepEqual(month.vwap, []);
  t.deepEqual(
    month.marks.map(({ label, rule }) => [label, rule]),
    [
      ['16 Nov', 'none'],
      ['23 Nov', 'thin'],
    ],
  );
  t.is(month.since, '2026-11-16', 'most of the month is not recorded');
});

test('cells of the volume add up to all of it, whatever their number', (t) => {
  const volumes = [5, 0, 7, 11, 2];
  for (const cells of [1, 3, 5, 8, 40]) {
    const shown = volumeOfCells(volumes, volumes.length, cells);
    t.is(shown.length, cells);
    t.true(Math.abs(shown.reduce((sum, value) => sum + value, 0) - 25) < 1e-9, String(cells));
  }
  t.deepEqual(volumeOfCells(volumes, 5, 5), volumes);
});

const input: HistoryChartInput = {
  width: 90,
  height: 24,
  history: oneDay(),
  previousClose: 667.75,
  levels: {
    lines: [
      { label: 'CW', values: new Array<number>(oneDay().length).fill(671), isCurrent: true },
      { label: 'far', values: new Array<number>(oneDay().length).fill(720), isCurrent: true },
    ],
    changes: [],
  },
  token: 'up',
  look,
};

test('the chart fills its rectangle, names what lies within its prices, and leaves out what does not', (t) => {
  const chart = createHistoryChart();
  t.teardown(chart.close);
  for (const [width, height] of [
    [90, 24],
    [30, 8],
    [180, 44],
  ] as const) {
    const lines = chart.draw({ ...input, width, height })!;
    t.is(lines.length, height);
    t.true(lines.every((line) => lineWidth(line) === width));
  }
  const text = chart.draw(input)!.map(plainLine).join('\n');
  t.regex(text, /CW/);
  t.regex(text, / prev/);
  t.regex(text, /◂671\.20/);
  t.notRegex(text, /far/);
  t.regex(text, /[▁▂▃▄▅▆▇█]/);
  const tokens = new Set(chart.draw(input)!.flatMap((line) => line.map(([, token]) => token)));
  for (const token of ['up', 'chartVwap', 'chartReference', 'chartLevel', 'chartVolume'] as const) {
    t.true(tokens.has(token), token);
  }
});

test('there is no chart without a price, and none where it has no room', (t) => {
  const chart = createHistoryChart();
  t.teardown(chart.close);
  t.is(chart.draw({ ...input, width: 29 }), null);
  t.is(chart.draw({ ...input, height: 7 }), null);
  t.is(chart.draw({ ...input, history: { ...input.history, prices: [Number.NaN] } }), null);
});

test('places on the chart: the lowest price above the axis, the highest at the top, beyond them nowhere', (t) => {
  const axis = { low: 660, high: 670, step: 1 };
  t.is(rowOfPrice(670, { height: 20, axis }), 0);
  t.true(rowOfPrice(660, { height: 20, axis })! <= 18);
  t.is(rowOfPrice(659, { height: 20, axis }), null);
  t.is(columnOfSlot(0, { width: 80, length: 100, axisWidth: 5 }), 6);
  t.true(columnOfSlot(99, { width: 80, length: 100, axisWidth: 5 }) === 79);
});
