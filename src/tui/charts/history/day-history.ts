import type { Bar } from '../../../market/quotes/bar.ts';
import { type PricePoint, windowStart } from '../../../market/quotes/price-line.ts';
import { sessionOf } from '../../../market/calendar/session.ts';
import type { SessionPriceLine, PhaseState } from '../../../protocol/state.ts';
import { formatClockMinute } from '../../present/time.ts';
import { labelMinutes, timeRange } from '../axis.ts';
import { bestGrouping, type Candle, candleMinutes, candleOf, pitchFor } from '../candles.ts';
import type { DayTimes, History, HistoryInput, Shade, TimeMark } from './history.ts';
import type { TimeGrid } from './level-steps.ts';
import { sampleLength, samplePrices } from '../series.ts';
import { runningVwap } from '../vwap.ts';

const minuteMs = 60_000;
const halfHourMs = 30 * minuteMs;

/**
 * The part of the day that is drawn: the regular session so far, the half hour before it if there are quotes, and what
 * came after the close.
 */
export function dayTimes(line: SessionPriceLine, phase: PhaseState, now: number): DayTimes | null {
  const range = timeRange(line, phase, now);
  if (!range) return null;
  const { session } = phase;
  const { from, to } = range;
  if (line.date !== session.date) {
    // Of a past day only the price line is known; its first minute closes a minute after the open.
    const { open, close } = sessionOf(line.date, false);
    return { from: from > open && from <= open + latestFirstBarMs ? open : from, to, open, close };
  }
  const { open, close } = session;
  if (now < open) return { from, to, open, close };
  const isEarlyQuoted = line.points.some(({ at }) => at >= open - halfHourMs && at < open);
  const last = line.points.at(-1)!.at;
  return {
    from: isEarlyQuoted ? open - halfHourMs : from,
    to: last > close ? Math.max(to, Math.ceil(last / halfHourMs) * halfHourMs) : to,
    open,
    close,
  };
}

/** If the first bar is later than this, the bars of the open are missing, and the rest gives no VWAP of the session. */
const latestFirstBarMs = 2 * minuteMs;

/** VWAP and its bands at the end of each minute; empty unless the bars begin with the session. */
function averagesOf(bars: readonly Bar[], { open, close }: DayTimes) {
  const inside = bars.filter(({ start }) => start >= open && start < close);
  if (inside.length === 0 || inside[0]!.start >= open + latestFirstBarMs) return [];
  return runningVwap(inside).map((point, index) => ({ ...point, at: inside[index]!.start + minuteMs }));
}

interface Grid extends TimeGrid {
  /** The last slot ends here. */
  to: number;
}

const slotAt = (at: number, { from, slotMs }: Grid) => (at - from) / slotMs;

function marksOf(times: DayTimes, grid: Grid, cells: number): TimeMark[] {
  const everyMs = labelMinutes(grid.to - grid.from, cells) * minuteMs;
  const marks: TimeMark[] = [];
  const first = times.open + Math.ceil((grid.from - times.open) / everyMs) * everyMs;
  for (let at = first; at < grid.to; at += everyMs) {
    marks.push({ slot: slotAt(at, grid), label: formatClockMinute(at), rule: 'none' });
  }
  return marks;
}

function shadesOf({ open, close }: DayTimes, grid: Grid): Shade[] {
  const shades: Shade[] = [];
  if (grid.from < open) {
    const to = slotAt(Math.min(open, grid.to), grid);
    shades.push({ from: 0, to, labels: ['pre-market', 'pre'] });
  }
  if (grid.to > close && grid.from < close) {
    shades.push({
      from: slotAt(close, grid),
      to: slotAt(grid.to, grid),
      labels: ['after the close', 'post'],
    });
  }
  return shades;
}

function isPartRebuilt({ bars }: HistoryInput, { points }: SessionPriceLine): boolean {
  return [...bars, ...points].some(({ isRebuilt }) => isRebuilt);
}

function asLine(input: HistoryInput, priceLine: SessionPriceLine, times: DayTimes): History {
  const { bars, plotCells } = input;
  const { from, to } = times;
  const sampleMs = sampleLength(to - from, plotCells * 2);
  const length = Math.ceil((to - from) / sampleMs) + 1;
  const grid = { from, to: from + length * sampleMs, slotMs: sampleMs };
  const averages = averagesOf(bars, times);
  const sampled = (priceOf: (point: (typeof averages)[number]) => number) =>
    samplePrices({
      points: averages.map((point) => ({ at: point.at, price: priceOf(point) })),
      from,
      to: to + minuteMs,
      sampleMs,
    });
  const lower = sampled(({ vwap, deviation }) => vwap - deviation);
  const volumes = new Array<number>(length).fill(0);
  for (const { start, volume } of bars) {
    if (start >= from && start < to) volumes[Math.floor((start - from) / sampleMs)]! += volume;
  }
  return {
    length,
    prices: samplePrices({ points: priceLine.points, from, to, sampleMs }),
    candles: null,
    vwap: sampled(({ vwap }) => vwap),
    bands: sampled(({ vwap, deviation }) => vwap + deviation).map((upper, slot) => ({
      upper,
      lower: lower[slot]!,
    })),
    volumes,
    marks: marksOf(times, grid, plotCells),
    grid,
    spans: [],
    isPartRebuilt: isPartRebuilt(input, priceLine),
    shades: shadesOf(times, { ...grid, to }),
    since: null,
  };
}

const pointCandle = ({ price }: PricePoint): Candle => ({
  open: price,
  high: price,
  low: price,
  close: price,
  volume: 0,
});

/** One candle a window, from its bars, and from quotes in minutes without a bar. */
function candlesOf(bars: readonly Bar[], points: readonly PricePoint[], grid: Grid): (Candle | null)[] {
  const count = Math.floor((grid.to - grid.from) / grid.slotMs);
  const windows = Array.from({ length: count }, (): { at: number; candle: Candle }[] => []);
  const minutes = new Set(bars.map(({ start }) => start));
  const put = (at: number, candle: Candle) => {
    windows[Math.floor((at - grid.from) / grid.slotMs)]?.push({ at, candle });
  };
  for (const bar of bars) put(bar.start, bar);
  for (const point of points) {
    if (!minutes.has(windowStart(point.at, minuteMs))) put(point.at - 1, pointCandle(point));
  }
  return windows.map((window) => candleOf(window.sort((a, b) => a.at - b.at).map(({ candle }) => candle)));
}

function asCandles(input: HistoryInput, priceLine: SessionPriceLine, times: DayTimes): History {
  const { bars, plotCells } = input;
  const groupings = candleMinutes.map((minutes) => ({
    minutes,
    count: Math.ceil((times.to - times.from) / (minutes * minuteMs)),
  }));
  const { minutes, count } = bestGrouping(groupings, plotCells);
  const pitch = pitchFor(count, plotCells) ?? 1;
  const windowMs = minutes * minuteMs;
  // The rest of the width is for the hours to come.
  const slots = Math.floor(plotCells / pitch);
  const grid: Grid = { from: times.from, to: times.from + slots * windowMs, slotMs: windowMs };
  const candles = candlesOf(bars, priceLine.points, grid);
  const inCells: Grid = { from: grid.from, to: grid.to, slotMs: windowMs / pitch };
  const vwap = new Array<number>(plotCells).fill(Number.NaN);
  const bands = Array.from({ length: plotCells }, () => ({ upper: Number.NaN, lower: Number.NaN }));
  for (const { at, vwap: average, deviation } of averagesOf(bars, times)) {
    const first = Math.floor((at - 1 - grid.from) / windowMs) * pitch;
    for (let cell = Math.max(0, first); cell < Math.min(plotCells, first + pitch); cell++) {
      vwap[cell] = average;
      bands[cell] = { upper: average + deviation, lower: average - deviation };
    }
  }
  return {
    length: plotCells,
    prices: [],
    candles: { candles, pitch, span: minutes === 60 ? '1 h' : `${minutes} min` },
    vwap,
    bands,
    volumes: candles.map((candle) => candle?.volume ?? 0),
    marks: marksOf(times, inCells, plotCells),
    grid: inCells,
    spans: [],
    isPartRebuilt: isPartRebuilt(input, priceLine),
    shades: shadesOf(times, inCells),
    since: null,
  };
}

/** One day: the line of the quotes, or candles of its minutes, with VWAP and bands where the bars begin at the open. */
export function dayHistory(input: HistoryInput): History | null {
  const { priceLine, times, style } = input;
  if (!priceLine || !times || times.to <= times.from) return null;
  return style === 'line' ? asLine(input, priceLine, times) : asCandles(input, priceLine, times);
}
