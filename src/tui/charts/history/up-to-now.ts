import type { Bar } from '../../../market/quotes/bar.ts';
import { newYorkDate, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import { type PricePoint, windowStart } from '../../../market/quotes/price-line.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { SessionPriceLine } from '../../../protocol/state.ts';
import type { HistoryInput } from './history.ts';
import { rangeTerms } from '../range.ts';

const minuteMs = 60_000;

const windowMs = { '1min': minuteMs, '15min': 15 * minuteMs, '1hour': 60 * minuteMs };

/** The bar of a window, with the quotes since it was asked for; from quotes alone where there is no bar. */
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

/** Today's bar from the quote, which has the day's own figures; without a quote of today, from the price line. */
function todayBar(bar: Bar | undefined, line: SessionPriceLine, quote: Quote | null, end: number): Bar {
  const start = newYorkInstant(line.date, '00:00');
  const source = bar?.source ?? quote?.source ?? 'polygon';
  const like = { symbol: line.symbol, date: line.date, timeframe: 'daily', start, source } as const;
  const made = withPoints(bar, line.points, { ...like, open: 0, high: 0, low: 0, close: 0 });
  if (!quote || newYorkDate(quote.timestamp) !== line.date) return made;
  // A trade after the close does not change a daily bar.
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

/** The bars, the last day brought up to the latest quote: its bars may be hours old. */
export function upToNow({ range, bars, priceLine, quote, times }: HistoryInput): Bar[] {
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
    // The first hour of a session begins at the open, unless its bar begins elsewhere.
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
