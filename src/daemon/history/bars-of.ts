import type { Recording } from '../../recordings/recording.ts';
import type { QuoteTick } from '../../recordings/quotes.ts';
import type { Bar } from '../../market/quotes/bar.ts';
import { holdsPreMarket } from '../../market/quotes/hour-bars.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { MethodParams } from '../../protocol/methods.ts';

const minuteMs = 60_000;
const maxBars = 5000;

/**
 * Recorded bars; the minutes since the vendor was last asked for them are made of the recorded quotes. An hour that holds
 * some of the pre-market, as they were recorded once, is none of a session's: it is left out until the day is fetched anew.
 */
export async function barsOf(
  db: { bars: Pick<Recording['bars'], 'range'>; quotes: Pick<Recording['quotes'], 'ticks'> },
  { symbol, timeframe, from, to }: Required<MethodParams<'bars.get'>>,
  asOf: number,
): Promise<Bar[]> {
  const found = await db.bars.range(symbol, timeframe, from, to, asOf);
  const bars = found.filter((bar) => !holdsPreMarket(bar));
  if (timeframe !== '1min') return bars.slice(-maxBars);
  const known = new Set(bars.map(({ start }) => start));
  // The minute before the first one says how much had been traded when it began.
  const ticks = await db.quotes.ticks(symbol, from - minuteMs, to, asOf);
  const made = minuteBars(symbol, ticks).filter(({ start }) => start >= from && !known.has(start));
  return [...bars, ...made].sort((a, b) => a.start - b.start).slice(-maxBars);
}

/**
 * One bar for each minute of quotes, whose volumes are those of the day so far. A minute is left out where nobody can
 * know how much was traded in it: after a hole in the recording, and where the plan gives no volume.
 */
export function minuteBars(symbol: string, ticks: readonly QuoteTick[]): Bar[] {
  const bars: Bar[] = [];
  let before: QuoteTick | null = null;
  for (let first = 0; first < ticks.length; ) {
    const start = Math.floor(ticks[first]!.timestamp / minuteMs) * minuteMs;
    let end = first;
    while (end < ticks.length && ticks[end]!.timestamp < start + minuteMs) end += 1;
    const minute = ticks.slice(first, end);
    const last = minute.at(-1)!;
    const volume = volumeBetween(before, last, start);
    if (volume !== null) bars.push(barOf(symbol, start, minute, volume));
    before = last;
    first = end;
  }
  return bars;
}

/** Both are counts of the day so far; they start again with each day. */
function volumeBetween(before: QuoteTick | null, last: QuoteTick, start: number): number | null {
  if (before === null || before.timestamp < start - minuteMs) return null;
  if (before.volume === null || last.volume === null) return null;
  const volume = last.volume - before.volume;
  return volume >= 0 ? volume : null;
}

function barOf(symbol: string, start: number, minute: readonly QuoteTick[], volume: number): Bar {
  const prices = minute.map(({ price }) => price);
  return {
    symbol,
    date: newYorkDate(start),
    timeframe: '1min',
    start,
    open: prices[0]!,
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices.at(-1)!,
    volume,
    vwap: null,
    source: minute[0]!.source,
  };
}
