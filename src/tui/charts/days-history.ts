import type { Bar } from '../../market/quotes/bar.ts';
import { addDays, newYorkDate, newYorkInstant, newYorkWeekday } from '../../market/calendar/new-york-time.ts';
import { type PricePoint, windowStart } from '../../market/quotes/price-line.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { SessionPriceLine } from '../../protocol/state.ts';
import { daysBetween, formatDate, formatWeekdayDate } from '../present/time.ts';
import { bestGrouping, candleOf, groupBars, pitchFor, weekOf } from './candles.ts';
import type { History, HistoryInput, TimeMark } from './history.ts';
import { type ChartRange, rangeTerms } from './range.ts';
import { runningVwap } from './vwap.ts';

const minuteMs = 60_000;
const windowMs = { '1min': minuteMs, '15min': 15 * minuteMs, '1hour': 60 * minuteMs };

/** What has been quoted of a window since its bar was asked for, if it ever was. */
function withPoints(
  bar: Bar | undefined,
  points: readonly PricePoint[],
  like: Omit<Bar, 'volume' | 'vwap'>,
): Bar {
  const prices = points.map(({ price }) => price);
  return {
    ...like,
    open: bar?.open ?? prices[0]!,
    high: Math.max(bar?.high ?? prices[0]!, ...prices),
    low: Math.min(bar?.low ?? prices[0]!, ...prices),
    close: prices.at(-1)!,
    volume: bar?.volume ?? 0,
    vwap: bar?.vwap ?? null,
  };
}

/** Today's bar by the quote, which counts the day itself; without one of today, by the line. */
function todayBar(bar: Bar | undefined, line: SessionPriceLine, quote: Quote | null, end: number): Bar {
  const start = newYorkInstant(line.date, '00:00');
  const source = bar?.source ?? quote?.source ?? 'polygon';
  const like = { symbol: line.symbol, date: line.date, timeframe: 'daily', start, source } as const;
  const made = withPoints(bar, line.points, { ...like, open: 0, high: 0, low: 0, close: 0 });
  if (!quote || newYorkDate(quote.timestamp) !== line.date) return made;
  // A trade after the close moves no daily bar.
  const close = quote.timestamp > end ? made.close : quote.price;
  return {
    ...made,
    open: quote.dayOpen ?? made.open,
    high: Math.max(quote.dayHigh ?? made.high, close),
    low: Math.min(quote.dayLow ?? made.low, close),
    close,
    volume: quote.volume ?? made.volume,
    vwap: quote.vwap ?? made.vwap,
  };
}

/** The bars with the last day brought up to the newest quote: its bars may have been asked for hours ago. */
function upToNow({ range, bars, priceLine, quote, times }: HistoryInput): Bar[] {
  const { timeframe } = rangeTerms[range];
  const points = (priceLine?.points ?? []).filter(
    ({ at }) => !times || (at >= times.open && at <= times.close),
  );
  if (!priceLine || points.length === 0) return [...bars];
  if (timeframe === 'daily') {
    const known = bars.find(({ date }) => date === priceLine.date);
    const before = bars.filter(({ date }) => date < priceLine.date);
    return [
      ...before,
      todayBar(known, { ...priceLine, points }, quote, times?.close ?? Number.POSITIVE_INFINITY),
    ];
  }
  const byStart = new Map(bars.map((bar) => [bar.start, bar]));
  const windows = new Map<number, PricePoint[]>();
  for (const point of points) {
    const inClock = windowStart(point.at, windowMs[timeframe]);
    // A session's first hour begins with it, where its bar does not say otherwise.
    const isInHour = timeframe !== '1hour' || byStart.has(inClock);
    const start = isInHour ? inClock : Math.max(inClock, times?.open ?? inClock);
    const window = windows.get(start);
    if (window) window.push(point);
    else windows.set(start, [point]);
  }
  for (const [start, inside] of windows) {
    const known = byStart.get(start);
    const source = known?.source ?? bars.at(-1)?.source ?? quote?.source ?? 'polygon';
    const like = { symbol: priceLine.symbol, date: priceLine.date, timeframe, start, source };
    byStart.set(start, withPoints(known, inside, { ...like, open: 0, high: 0, low: 0, close: 0 }));
  }
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** Dates of which something is shown: five of them, or all that the range holds. */
function shownDates(range: ChartRange, bars: readonly Bar[]): string[] {
  const dates = [...new Set(bars.map(({ date }) => date))];
  return range === '5D' ? dates.slice(-5) : dates;
}

const monthOf = (date: string) => date.slice(0, 7);

/** `Nov`; a January says the year instead. */
function monthLabel(date: string): string {
  return date.slice(5, 7) === '01' ? date.slice(0, 4) : formatDate(date).replace(/^\S+ /, '');
}

/** Days are named on five of them, weeks on a month, months on more. */
function marksOf(range: ChartRange, dates: readonly string[], slotOf: (index: number) => number): TimeMark[] {
  const marks: TimeMark[] = [];
  for (const [index, date] of dates.entries()) {
    const before = dates[index - 1];
    if (before === date) continue;
    const slot = slotOf(index);
    if (range === '5D') {
      const isSkipping = before !== undefined && daysBetween(before, date) > 1;
      const rule = before === undefined ? 'none' : isSkipping ? 'thick' : 'thin';
      marks.push({ slot, label: formatWeekdayDate(date), rule });
    } else if (range === '1M') {
      if (before === undefined || weekOf(before) !== weekOf(date)) {
        marks.push({ slot, label: formatDate(date), rule: before === undefined ? 'none' : 'thin' });
      }
    } else if (before !== undefined && monthOf(before) !== monthOf(date)) {
      marks.push({ slot, label: monthLabel(date), rule: date.slice(5, 7) === '01' ? 'thick' : 'thin' });
    }
  }
  return marks;
}

/** More than a long weekend may be missing at the start before it is worth a word. */
const tolerableDays = 5;

function sinceOf({ range }: HistoryInput, dates: readonly string[]): string | null {
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined || range === '5D') return null;
  const wanted = addDays(last, -rangeTerms[range].daysBack);
  return daysBetween(wanted, first) > tolerableDays ? first : null;
}

/** Windows that the longest of the days shown has. */
function maxPerDay(groups: readonly Bar[][]): number {
  const counts = new Map<string, number>();
  for (const [bar] of groups) counts.set(bar!.date, (counts.get(bar!.date) ?? 0) + 1);
  return Math.max(...counts.values());
}

/** Days from Monday to Friday, counted from a fixed one: candles of some days do not shift as the range moves on. */
const workingDay = (date: string) => (daysBetween('2024-01-01', weekOf(date)) / 7) * 5 + newYorkWeekday(date);

interface Grouping {
  span: string;
  groups: Bar[][];
  /** Candles once today is over, so that they do not change their width before. */
  count: number;
}

function groupingsOf(range: ChartRange, bars: readonly Bar[], dates: number): Grouping[] {
  const byDay = (span: string, keyOf: (bar: Bar) => string | number): Grouping => {
    const groups = groupBars(bars, keyOf);
    return { span, groups, count: maxPerDay(groups) * dates };
  };
  const byMinutes = (minutes: number, span: string) => {
    const length = minutes * minuteMs;
    const starts = new Map<string, number>();
    for (const { date, start } of bars) if (!starts.has(date)) starts.set(date, start);
    return byDay(span, ({ date, start }) => `${date} ${Math.floor((start - starts.get(date)!) / length)}`);
  };
  const days = byDay('day', ({ date }) => date);
  if (range === '5D') {
    const spans = [15, 30, 45].map((minutes) => byMinutes(minutes, `${minutes} min`));
    return [...spans, byMinutes(60, '1 h'), days];
  }
  // Bars of an hour, of which a session's first is shorter.
  if (range === '1M') return [byDay('1 h', ({ start }) => start), days];
  const longer = (span: string, keyOf: (date: string) => string | number): Grouping => {
    const groups = groupBars(bars, ({ date }) => keyOf(date));
    return { span, groups, count: groups.length };
  };
  return [
    days,
    longer('2 days', (date) => Math.floor(workingDay(date) / 2)),
    longer('3 days', (date) => Math.floor(workingDay(date) / 3)),
    longer('week', weekOf),
    longer('month', monthOf),
  ];
}

/** VWAP of each session as of the end of each bar; only on bars fine enough to see it move. */
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
    shades: [],
    since: sinceOf(input, dates),
  };
}

function asLine(input: HistoryInput, bars: readonly Bar[], dates: readonly string[]): History {
  const { range } = input;
  const averages = averagesOf(range, bars);
  const perDay = maxPerDay(bars.map((bar) => [bar]));
  const ofLast = bars.filter(({ date }) => date === dates.at(-1)).length;
  return {
    // Today gets the room that it will need.
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
    shades: [],
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
