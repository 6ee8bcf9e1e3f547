import { newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import { type Bar, timeframeMs } from '../../../market/quotes/bar.ts';
import { candleOf } from '../candles.ts';
import {
  type ChangeBase,
  type CursorReading,
  type Provenance,
  type ReadingInput,
  vwapOf,
} from './cursor-reading.ts';
import type { CursorStop } from './cursor-stops.ts';

/**
 * A bar of several days, or several bars as one.
 * @param bars of the stop
 * @param before the last bar of the stop before
 */
export function readDays(
  input: ReadingInput,
  stop: CursorStop,
  bars: readonly Bar[],
  before: Bar | null,
): CursorReading {
  const { history, now } = input;
  const [first] = bars;
  const last = bars.at(-1)!;
  const candle = candleOf(bars);
  const isDays = first!.timeframe === 'daily' || first!.date !== last.date || history.candles?.span === 'day';
  const to = endOf(last, input);
  const volume = bars.reduce((sum, bar) => sum + bar.volume, 0);
  // A bar of quotes alone has no volume: a bar of the vendor is made of trades, so it always has one.
  const isPart = bars.some((bar) => bar.volume === 0);
  const isAsked = input.barsAt === null || last.timeframe === 'daily' || to <= input.barsAt;
  const isToday = last.date === input.drawn.priceLine?.date;
  return {
    span: isDays ? 'days' : 'window',
    ...{ from: first!.start, to, date: first!.date, lastDate: last.date },
    price: candle?.close ?? null,
    priceAt: null,
    candle,
    volume: volume > 0 ? volume : null,
    volumeMinutes: null,
    isVolumeOfMinute: false,
    isSoFar: to > now || (isToday && (isPart || !isAsked)),
    base: baseOf(input, bars),
    vwap: vwapOf(history, stop),
    provenance: provenanceOf(bars, isToday),
    gap: null,
    missingBefore: missingBefore(input, before, first!),
  };
}

/** Windows begin on the clock, but for the first hour of a session. A day ends with its session. */
function endOf({ timeframe, start, date }: Bar, { drawn }: Pick<ReadingInput, 'drawn'>): number {
  if (timeframe === 'daily') {
    const isLast = date === drawn.priceLine?.date && drawn.times !== null;
    return isLast ? drawn.times!.close : newYorkInstant(date, '16:00');
  }
  const ms = timeframeMs[timeframe];
  return Math.floor(start / ms) * ms + ms;
}

function provenanceOf(bars: readonly Bar[], isToday: boolean): Provenance {
  if (bars.some(({ isRebuilt }) => isRebuilt)) return 'came-later';
  return isToday ? 'bar-and-quotes' : 'bar';
}

/** The close of the trading day before, or of the last one that is drawn; at the left end, the first price of the day. */
function baseOf({ history, dayBefore }: ReadingInput, bars: readonly Bar[]): ChangeBase | null {
  const { date } = bars[0]!;
  const earlier = history.spans.flat().findLast((bar) => bar.date < date);
  if (earlier) {
    const isDayBefore = earlier.date === dayBefore(date);
    return { kind: 'previous-close', price: earlier.close, date: isDayBefore ? null : earlier.date };
  }
  const first = history.spans.flat().find((bar) => bar.date === date) ?? bars[0]!;
  return { kind: 'open', price: first.open, date: null };
}

function missingBefore({ drawn, dayBefore }: ReadingInput, before: Bar | null, bar: Bar) {
  if (!before) return null;
  const from = endOf(before, { drawn });
  if (before.date === bar.date) return from < bar.start ? { from, to: bar.start } : null;
  return before.date === dayBefore(bar.date) ? null : { from, to: bar.start };
}
