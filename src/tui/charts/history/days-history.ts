import type { Bar } from '../../../market/quotes/bar.ts';
import { bestGrouping, candleOf, pitchFor } from '../candles.ts';
import type { History, HistoryInput } from './history.ts';
import type { ChartRange } from '../range.ts';
import { runningVwap } from '../vwap.ts';
import { upToNow } from './up-to-now.ts';
import { marksOf, shownDates, sinceOf } from './date-marks.ts';
import { groupingsOf, maxPerDay } from './candle-spans.ts';

/** VWAP of each session at the end of each bar; only for bars that are fine enough to show it. */
function averagesOf(range: ChartRange, bars: readonly Bar[]): Map<number, number> {
  if (range !== '5D') return new Map();
  const averages = runningVwap(bars);
  return new Map(bars.map(({ start }, index) => [start, averages[index]!.vwap]));
}

function asCandles(input: HistoryInput, bars: readonly Bar[], dates: readonly string[]): History {
  const { range, plotCells } = input;
  const best = bestGrouping(groupingsOf(range, bars, dates.length), plotCells);
  const pitch = pitchFor(best.count, plotCells) ?? 1;
  const groups = best.groups.slice(-Math.floor(plotCells / pitch));
  const averages = averagesOf(range, bars);
  const vwap = groups.flatMap((group) =>
    new Array<number>(pitch).fill(averages.get(group.at(-1)!.start) ?? Number.NaN),
  );
  const candles = groups.map(candleOf);
  return {
    length: plotCells,
    prices: [],
    candles: { candles, pitch, span: best.span },
    vwap: averages.size > 0 ? vwap : [],
    bands: [],
    volumes: candles.map((candle) => candle?.volume ?? 0),
    marks: marksOf(
      range,
      groups.map(([first]) => first!.date),
      (index) => index * pitch,
    ),
    grid: null,
    spans: groups,
    shades: [],
    isPartRebuilt: bars.some(({ isRebuilt }) => isRebuilt),
    since: sinceOf(input, dates),
  };
}

function asLine(input: HistoryInput, bars: readonly Bar[], dates: readonly string[]): History {
  const { range } = input;
  const averages = averagesOf(range, bars);
  const perDay = maxPerDay(bars.map((bar) => [bar]));
  const ofLast = bars.filter(({ date }) => date === dates.at(-1)).length;
  return {
    // Room for all of today.
    length: bars.length + perDay - ofLast,
    prices: bars.map(({ close }) => close),
    candles: null,
    vwap: averages.size > 0 ? bars.map(({ start }) => averages.get(start) ?? Number.NaN) : [],
    bands: [],
    volumes: bars.map(({ volume }) => volume),
    marks: marksOf(
      range,
      bars.map(({ date }) => date),
      (index) => index,
    ),
    grid: null,
    spans: bars.map((bar) => [bar]),
    shades: [],
    isPartRebuilt: bars.some(({ isRebuilt }) => isRebuilt),
    since: sinceOf(input, dates),
  };
}

/** Several days, without the nights between them; `null` with fewer than two bars. */
export function daysHistory(input: HistoryInput): History | null {
  const { range, style } = input;
  const all = upToNow(input);
  const dates = shownDates(range, all);
  const shown = new Set(dates);
  const bars = all.filter(({ date }) => shown.has(date));
  if (bars.length < 2) return null;
  return style === 'line' ? asLine(input, bars, dates) : asCandles(input, bars, dates);
}
