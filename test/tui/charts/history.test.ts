import test from 'ava';
import { newYorkInstant } from '../../../src/market/new-york-time.ts';
import { historyOf, runningVwap, volumeOfCells } from '../../../src/tui/charts/history.ts';
import { createHistoryChart, type HistoryChartInput } from '../../../src/tui/charts/history-chart.ts';
import { columnOfSlot, rowOfPrice } from '../../../src/tui/charts/line-chart.ts';
import { createOffscreen } from '../../../src/tui/charts/offscreen.ts';
import { volumeBars } from '../../../src/tui/charts/volume-bars.ts';
import { lineWidth, plainLine } from '../../../src/tui/draw/line.ts';
import { sampleBars, sampleDate, sampleIntraday, sampleMinuteBars, samplePhase } from '../support/sample.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const { session } = samplePhase();
const time = { from: session.open, to: at('14:00') };
const oneDay = (bars = sampleMinuteBars()) =>
  historyOf({ range: '1D', bars, intraday: sampleIntraday(), time, plotCells: 100 })!;
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
  t.true(Number.isNaN(averages[0]));
  t.deepEqual(averages.slice(1), [10, 17.5, 7]);
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
  t.is(historyOf({ range: '1D', bars: [], intraday: null, time, plotCells: 100 }), null);
});

test('five days leave out the nights, and take the last day from the quotes', (t) => {
  const bars = sampleBars('15min', ['2026-11-13', ...dates]);
  const history = historyOf({ range: '5D', bars, intraday: sampleIntraday(), time, plotCells: 100 })!;
  t.is(history.label(0), 'Tue 17 Nov', 'today is the fifth day');
  t.is(history.prices.at(-1), sampleIntraday().points.at(-1)!.price);
  t.is(history.volumes.at(-1), 0, 'how much was traded in the quarter at hand is not known');
  t.true(history.prices.length > 4 * 26);
  const month = historyOf({
    range: '1M',
    bars: sampleBars('1hour', dates),
    intraday: null,
    time,
    plotCells: 100,
  })!;
  t.deepEqual(month.vwap, []);
  t.is(month.label(0), '16 Nov');
  t.is(historyOf({ range: '5D', bars: [], intraday: null, time, plotCells: 100 }), null);
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

test('volume bars are as high as their share, in eighths of a cell, and nothing is nothing', (t) => {
  const offscreen = createOffscreen();
  t.teardown(offscreen.close);
  const draw = (values: number[], height: number) =>
    volumeBars(offscreen, { values, height, token: () => 'chartVolume' }).map(plainLine);
  t.deepEqual(draw([16, 8, 4, 0, 1, 15], 2), ['█    ▇', '██▄ ▁█']);
  t.deepEqual(draw([0, 0], 2), ['  ', '  ']);
  const long = draw(
    Array.from({ length: 180 }, (_, index) => index),
    6,
  );
  t.true(long.every((row) => row.length === 180));
});

const input: HistoryChartInput = {
  width: 90,
  height: 24,
  history: oneDay(),
  previousClose: 667.75,
  levels: [
    { label: 'CW', price: 671 },
    { label: 'far', price: 720 },
  ],
  token: 'up',
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
  t.regex(text, / 671\.20/);
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
  t.is(columnOfSlot(0, { width: 80, length: 100, axis }), 5);
  t.true(columnOfSlot(99, { width: 80, length: 100, axis }) < 80);
});
