import test from 'ava';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import {
  changeOf,
  type CursorReading,
  type ReadingInput,
} from '../../../../src/tui/charts/cursor/cursor-reading.ts';
import { cursorStops, stopAt } from '../../../../src/tui/charts/cursor/cursor-stops.ts';
import { readStop } from '../../../../src/tui/charts/cursor/read-stop.ts';
import type { HistoryInput } from '../../../../src/tui/charts/history/history.ts';
import { plotCellsOf } from '../../../../src/tui/charts/history/history-chart-input.ts';
import { historyOf } from '../../../../src/tui/charts/history/range-history.ts';
import { sampleBars, sampleMinuteBars } from '../../support/sample-bars.ts';
import { sampleIntraday, sampleQuote } from '../../support/sample-chain.ts';
import { sampleDailyBars } from '../../support/sample-daily.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../../support/sample-times.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const { session } = samplePhase();
const times = { from: session.open, to: at('15:00'), open: session.open, close: session.close };
const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23'];
const calendar = createCalendar();
const width = 116;

/** What the cursor reads at an instant. */
function readAt(
  instant: number,
  given: Partial<HistoryInput> = {},
  other: Partial<ReadingInput> = {},
): CursorReading {
  const drawn: HistoryInput = {
    ...{ range: '1D', style: 'line', bars: [], priceLine: sampleIntraday(), quote: null },
    ...{ times, plotCells: plotCellsOf(width) },
    ...given,
  };
  const history = historyOf(drawn)!;
  const input: ReadingInput = {
    ...{ history, drawn, now: sampleNow, barsAt: sampleNow, previousClose: 667.75, gaps: [] },
    dayBefore: (date) => calendar.previousSession(date).date,
    ...other,
  };
  const stops = cursorStops({ history, width, now: input.now });
  return readStop(input, stops, stopAt(stops, instant))!;
}

const line = sampleIntraday();
const pointAt = (time: string) => line.points.find((point) => point.at === at(time))!;

test('on the line of a day it reads the last price of the column, with its own time', (t) => {
  const reading = readAt(at('11:00'));
  const found = line.points.findLast((point) => point.at >= reading.from && point.at < reading.to)!;
  t.is(reading.span, 'instant');
  t.is(reading.price, found.price);
  t.is(reading.priceAt, found.at);
  t.is(reading.provenance, 'quote');
  t.is(reading.candle, null);
  t.is(reading.gap, null);
  t.is(reading.volume, null, 'no bars are known');
  t.deepEqual(reading.base, { kind: 'previous-close', price: 667.75, date: null });
  t.is(changeOf(reading)!.amount, found.price - 667.75);
});

test('the volume is that of the minutes of the column, and says how many of them are known', (t) => {
  const bars = sampleMinuteBars();
  const whole = readAt(at('11:00'), { bars });
  const inside = bars.filter(({ start }) => start >= whole.from && start < whole.to);
  t.true(inside.length > 1);
  t.is(
    whole.volume,
    inside.reduce((sum, { volume }) => sum + volume, 0),
  );
  t.is(whole.volumeMinutes, null);
  const part = readAt(at('11:00'), { bars: bars.filter(({ start }) => start !== inside[0]!.start) });
  t.deepEqual(part.volumeMinutes, { known: inside.length - 1, of: inside.length });
});

test('where a column is less than a minute, the volume is that of its minute', (t) => {
  const early = { ...times, to: at('10:00') };
  const bars = sampleMinuteBars();
  const reading = readAt(at('09:41:30'), { bars, times: early }, { now: at('09:50') });
  t.true(reading.isVolumeOfMinute);
  t.is(reading.volume, bars.find(({ start }) => start === at('09:41'))!.volume);
});

test('a price on the end of a minute that is the close of its bar is called so, and a late bar a late bar', (t) => {
  const bars = sampleMinuteBars();
  t.is(readAt(at('11:00'), { bars }).provenance, 'minute-close');
  const points = line.points.map((point) => ({ ...point, isRebuilt: true as const }));
  t.is(readAt(at('11:00'), { priceLine: { ...line, points } }).provenance, 'came-later');
});

test('nothing after the instant that is looked at is read', (t) => {
  const reading = readAt(at('13:00'), {}, { now: at('11:00') });
  t.true(reading.from <= at('11:00'));
  t.true(reading.priceAt! <= at('11:00'));
});

const withHole = (from: string, to: string) => ({
  ...line,
  points: line.points.filter((point) => point.at <= at(from) || point.at >= at(to)),
});

test('in a gap there is no price, and the reason is told where it is known', (t) => {
  const priceLine = withHole('11:00', '11:30');
  const unknown = readAt(at('11:15'), { priceLine });
  t.is(unknown.price, null);
  t.is(changeOf(unknown), null);
  t.deepEqual(unknown.gap, { from: at('11:00'), to: at('11:30'), reason: null });
  const gap = { from: at('11:00:30'), to: at('11:29:00'), reason: 'daemon was not running' };
  t.deepEqual(readAt(at('11:15'), { priceLine }, { gaps: [gap] }).gap, gap);
  const candle = readAt(at('11:15'), { priceLine, style: 'candles' }, { gaps: [gap] });
  t.deepEqual([candle.price, candle.candle, candle.gap], [null, null, gap]);
});

test('the gap that lasts is one, too', (t) => {
  const priceLine = { ...line, points: line.points.filter((point) => point.at <= at('13:20')) };
  const reading = readAt(at('13:40'), { priceLine });
  t.deepEqual(reading.gap, { from: at('13:20'), to: null, reason: null });
});

test('over a short hole the price before it is read, with its time', (t) => {
  const reading = readAt(at('11:05'), { priceLine: withHole('11:00', '11:09') });
  t.is(reading.price, pointAt('11:00').price);
  t.is(reading.priceAt, at('11:00'));
  t.is(reading.gap, null);
});

test('a bar in a gap has a price, and the gap is told all the same', (t) => {
  const gap = { from: at('10:50'), to: at('11:10'), reason: 'upstream unreachable' };
  const reading = readAt(at('11:00'), { bars: sampleMinuteBars() }, { gaps: [gap] });
  t.not(reading.price, null);
  t.is(reading.provenance, 'minute-close');
  t.deepEqual(reading.gap, gap);
});

test('without a previous close the change is counted from the open of the session', (t) => {
  const reading = readAt(at('11:00'), {}, { previousClose: null });
  t.deepEqual(reading.base, { kind: 'open', price: line.points[0]!.price, date: null });
});

test('a candle of the day reads its own prices, and says that it goes on', (t) => {
  const bars = sampleMinuteBars();
  const reading = readAt(at('11:00'), { bars, style: 'candles' });
  const inside = bars.filter(({ start }) => start >= reading.from && start < reading.to);
  t.is(reading.span, 'window');
  t.is(reading.candle!.open, inside[0]!.open);
  t.is(reading.candle!.high, Math.max(...inside.map(({ high }) => high)));
  t.is(reading.price, inside.at(-1)!.close);
  t.is(reading.provenance, 'bar');
  t.false(reading.isSoFar);
  t.true(readAt(sampleNow, { bars, style: 'candles' }).isSoFar);
  t.is(readAt(at('11:00'), { style: 'candles' }).provenance, 'quote');
});

test('bars of several days read as bars, with the close of the day before', (t) => {
  const bars = sampleBars('15min', dates);
  const start = newYorkInstant('2026-11-19', '11:00');
  const reading = readAt(start, { range: '5D', style: 'candles', bars });
  t.is(reading.span, 'window');
  t.is(reading.date, '2026-11-19');
  t.is(reading.provenance, 'bar');
  const close = bars.findLast(({ date }) => date === '2026-11-18')!.close;
  t.deepEqual(reading.base, { kind: 'previous-close', price: close, date: null });
  t.false(reading.isSoFar);
  const first = readAt(0, { range: '5D', style: 'candles', bars });
  t.deepEqual(first.base, { kind: 'open', price: bars[0]!.open, date: null });
});

test('today’s bars are of bars and quotes, and their volume is so far', (t) => {
  const bars = sampleBars('15min', dates).filter(({ start }) => start < at('13:30'));
  const reading = readAt(sampleNow, { range: '5D', bars });
  t.is(reading.lastDate, sampleDate);
  t.is(reading.provenance, 'bar-and-quotes');
  t.true(reading.isSoFar);
  const daily = sampleDailyBars(sampleDate).filter(({ date }) => date < sampleDate);
  const today = readAt(sampleNow, { range: '6M', style: 'candles', bars: daily, quote: sampleQuote() });
  t.true(today.isSoFar);
  t.is(today.span, 'days');
  t.is(today.lastDate, sampleDate);
});

test('the first hour of a session ends on the clock', (t) => {
  const bars = sampleBars('1hour', dates);
  const reading = readAt(newYorkInstant('2026-11-19', '09:30'), { range: '1M', bars });
  t.is(reading.date, '2026-11-19');
  t.is(reading.to, newYorkInstant('2026-11-19', '10:00'));
});

test('bars that are missing before one are told, within a day and between days', (t) => {
  const bars = sampleBars('15min', dates);
  const from = newYorkInstant('2026-11-19', '11:00');
  const to = newYorkInstant('2026-11-19', '12:00');
  const holed = bars.filter(({ start }) => start < from || start >= to);
  const missing = readAt(to, { range: '5D', style: 'line', bars: holed, plotCells: 190 });
  t.deepEqual(missing.missingBefore, { from, to });
  t.is(readAt(to, { range: '5D', bars }).missingBefore, null);
  const daily = sampleDailyBars(sampleDate).filter(
    ({ date }) => date > '2026-10-01' && date !== '2026-11-18',
  );
  const after = readAt(newYorkInstant('2026-11-19', '00:00'), { range: '6M', bars: daily });
  t.is(after.date, '2026-11-19');
  t.is(after.missingBefore!.to, newYorkInstant('2026-11-19', '00:00'));
  t.is(after.base!.date, '2026-11-17');
});

test('a late bar among several is told', (t) => {
  const bars = sampleBars('15min', dates).map((bar) => ({ ...bar, isRebuilt: true as const }));
  t.is(readAt(newYorkInstant('2026-11-19', '11:00'), { range: '5D', bars }).provenance, 'came-later');
});
