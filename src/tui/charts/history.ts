import type { Bar } from '../../market/bar.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import type { Intraday } from '../../protocol/state.ts';
import { formatClockMinute, formatDate, formatWeekdayDate } from '../present/time.ts';
import { labelMinutes, type TimeRange } from './axis.ts';
import type { ChartRange } from './range.ts';
import { sampleLength, samplePrices } from './series.ts';

const minuteMs = 60_000;

/** What the chart draws, slot by slot from the left; NaN where there is nothing. */
export interface History {
  length: number;
  prices: readonly number[];
  /** Of each session from its open on; empty where it is not known or makes no sense. */
  vwap: readonly number[];
  /** Shares; 0 where nothing is known of them, which looks the same as none. */
  volumes: readonly number[];
  label: (slot: number) => string;
  labelEvery: number;
}

export interface HistoryInput {
  range: ChartRange;
  bars: readonly Bar[];
  /** The line of the last day, newer than any bar. */
  intraday: Intraday | null;
  /** Of that day, for one day's chart. */
  time: TimeRange | null;
  /** Cells along the time axis. */
  plotCells: number;
}

/** Volume-weighted average price from the first bar of each date on. */
export function runningVwap(bars: readonly Bar[]): number[] {
  let date = '';
  let worth = 0;
  let shares = 0;
  return bars.map((bar) => {
    if (bar.date !== date) [date, worth, shares] = [bar.date, 0, 0];
    worth += (bar.vwap ?? (bar.high + bar.low + bar.close) / 3) * bar.volume;
    shares += bar.volume;
    return shares > 0 ? worth / shares : Number.NaN;
  });
}

/** Later than this, bars from the open are missing, and what is averaged from the rest is no VWAP of the session. */
const latestFirstBarMs = 2 * minuteMs;

function oneDay({ bars, intraday, time, plotCells }: HistoryInput): History | null {
  if (!intraday || !time) return null;
  const { from, to } = time;
  const sampleMs = sampleLength(to - from, plotCells * 2);
  const length = Math.ceil((to - from) / sampleMs) + 1;
  const inside = bars.filter(({ start }) => start >= from && start < to);
  const isFromOpen = inside.length > 0 && inside[0]!.start < from + latestFirstBarMs;
  const averages = isFromOpen ? runningVwap(inside) : [];
  const vwap = samplePrices({
    points: averages.map((price, index) => ({ at: inside[index]!.start + minuteMs, price })),
    from,
    to: to + minuteMs,
    sampleMs,
  });
  const volumes = new Array<number>(length).fill(0);
  for (const { start, volume } of inside) volumes[Math.floor((start - from) / sampleMs)]! += volume;
  return {
    length,
    prices: samplePrices({ points: intraday.points, from, to, sampleMs }),
    vwap,
    volumes,
    label: (slot) => formatClockMinute(from + slot * sampleMs),
    labelEvery: Math.round((labelMinutes(to - from, plotCells) * minuteMs) / sampleMs),
  };
}

const windowMs = { '1D': minuteMs, '5D': 15 * minuteMs, '1M': 60 * minuteMs };

/** A price of its own for each window of the last day, whose bars may have been asked for hours ago. */
function lastDayCloses(intraday: Intraday | null, windowLength: number): Map<number, number> {
  const closes = new Map<number, number>();
  for (const { at, price } of intraday?.points ?? []) {
    closes.set(Math.floor(at / windowLength) * windowLength, price);
  }
  return closes;
}

function manyDays({ range, bars, intraday, plotCells }: HistoryInput): History | null {
  const dates = [...new Set(bars.map(({ date }) => date))];
  if (intraday && intraday.points.length > 0 && !dates.includes(intraday.date)) dates.push(intraday.date);
  const shown = new Set(range === '5D' ? dates.slice(-5) : dates);
  const old = bars.filter(({ date }) => shown.has(date));
  const closes = lastDayCloses(intraday, windowMs[range]);
  const known = new Set(old.map(({ start }) => start));
  const slots = [
    ...old.map((bar) => ({ start: bar.start, price: closes.get(bar.start) ?? bar.close, bar })),
    ...[...closes]
      .filter(([start]) => !known.has(start))
      .map(([start, price]) => ({ start, price, bar: null })),
  ].sort((a, b) => a.start - b.start);
  if (slots.length < 2) return null;
  const averages = range === '5D' ? runningVwap(old) : [];
  const averageAt = new Map(old.map(({ start }, index) => [start, averages[index] ?? Number.NaN]));
  const perDay = Math.max(1, Math.round(slots.length / Math.max(1, shown.size)));
  const labelText = (start: number) =>
    range === '5D' ? formatWeekdayDate(newYorkDate(start)) : formatDate(newYorkDate(start));
  const labelCells = 12;
  const every = Math.max(1, Math.ceil((labelCells / plotCells) * (slots.length / perDay)));
  return {
    length: slots.length,
    prices: slots.map(({ price }) => price),
    vwap: range === '5D' ? slots.map(({ start }) => averageAt.get(start) ?? Number.NaN) : [],
    volumes: slots.map(({ bar }) => bar?.volume ?? 0),
    label: (slot) => (slots[slot] ? labelText(slots[slot].start) : ''),
    labelEvery: perDay * every,
  };
}

/** `null` while there is nothing to draw. */
export function historyOf(input: HistoryInput): History | null {
  return input.range === '1D' ? oneDay(input) : manyDays(input);
}

/** Volume of each cell along the axis, with its share of a slot that it has only a part of: cells stay comparable. */
export function volumeOfCells(volumes: readonly number[], length: number, cells: number): number[] {
  const slotsOfCell = length / cells;
  return Array.from({ length: cells }, (_, cell) => {
    const from = cell * slotsOfCell;
    const to = from + slotsOfCell;
    let sum = 0;
    for (let slot = Math.floor(from); slot < to; slot++) {
      const overlap = Math.min(slot + 1, to) - Math.max(slot, from);
      sum += (volumes[slot] ?? 0) * overlap;
    }
    return sum;
  });
}
