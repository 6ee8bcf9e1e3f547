import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { Bar } from '../../../market/quotes/bar.ts';
import { type PricePoint, windowStart } from '../../../market/quotes/price-line.ts';
import { longestBridgeMs } from '../series.ts';
import {
  type ChangeBase,
  type CursorReading,
  type Provenance,
  provenanceOfPoint,
  type ReadGap,
  type ReadingInput,
  vwapOf,
} from './cursor-reading.ts';
import type { CursorStop } from './cursor-stops.ts';

const minuteMs = 60_000;
/** A first price or bar that is later than this is not the session's open. */
const latestOpenMs = 2 * minuteMs;

/** The price line of one day, or one of its candles. */
export function readDay(input: ReadingInput, stop: CursorStop): CursorReading {
  const { drawn, history, now } = input;
  const { from, to } = stop;
  const points = drawn.priceLine?.points ?? [];
  const known = points.filter(({ at }) => at <= now);
  const found = stop.candle === null ? onLine(input, stop, known) : onCandle(input, stop, known);
  const date = newYorkDate(from);
  return {
    span: stop.candle === null ? 'instant' : 'window',
    ...{ from, to, date, lastDate: date },
    ...found,
    ...volumeIn(input, stop),
    isSoFar: stop.candle !== null && to > now,
    base: baseOf(input),
    vwap: vwapOf(history, stop),
    missingBefore: null,
  };
}

type Found = Pick<CursorReading, 'price' | 'priceAt' | 'candle' | 'provenance' | 'gap'>;

function onLine(input: ReadingInput, stop: CursorStop, points: readonly PricePoint[]): Found {
  const { bars } = input.drawn;
  const here = points.findLast(({ at }) => at >= stop.from && at < stop.to);
  if (here) {
    const provenance = provenanceOfPoint(here, bars);
    const noted = notedIn(input, here.at, here.at + 1);
    return { price: here.price, priceAt: here.at, candle: null, provenance, gap: noted };
  }
  const gap = gapAt(input, stop, points);
  const before = points.findLast(({ at }) => at < stop.from);
  if (gap || !before) return { price: null, priceAt: null, candle: null, provenance: null, gap };
  const provenance = provenanceOfPoint(before, bars);
  return { price: before.price, priceAt: before.at, candle: null, provenance, gap };
}

function onCandle(input: ReadingInput, stop: CursorStop, points: readonly PricePoint[]): Found {
  const candle = input.history.candles?.candles[stop.candle!] ?? null;
  if (!candle) {
    return { price: null, priceAt: null, candle, provenance: null, gap: gapAt(input, stop, points) };
  }
  const bars = barsIn(input.drawn.bars, stop);
  const minutes = new Set(bars.map(({ start }) => start));
  const alone = points.filter(
    ({ at }) => at > stop.from && at <= stop.to && !minutes.has(windowStart(at, minuteMs)),
  );
  const provenance = provenanceOfCandle(bars, alone);
  return { price: candle.close, priceAt: null, candle, provenance, gap: notedIn(input, stop.from, stop.to) };
}

const barsIn = (bars: readonly Bar[], { from, to }: Pick<CursorStop, 'from' | 'to'>) =>
  bars.filter(({ start }) => start >= from && start < to);

/** The daemon makes bars of recorded quotes, too, which have no VWAP. */
function provenanceOfCandle(bars: readonly Bar[], points: readonly PricePoint[]): Provenance {
  if ([...bars, ...points].some(({ isRebuilt }) => isRebuilt)) return 'came-later';
  const ofVendor = bars.filter(({ vwap }) => vwap !== null).length;
  if (ofVendor === 0) return 'quote';
  return ofVendor === bars.length && points.length === 0 ? 'bar' : 'bar-and-quotes';
}

function notedIn({ gaps }: ReadingInput, from: number, to: number): ReadGap | null {
  return gaps.find((gap) => gap.from < to && (gap.to === null || gap.to > from)) ?? null;
}

/** A gap that the daemon noted, or one that the line leaves open; `null` where the line goes on over it. */
function gapAt(input: ReadingInput, stop: CursorStop, points: readonly PricePoint[]): ReadGap | null {
  const noted = notedIn(input, stop.from, stop.to);
  if (noted) return noted;
  const before = points.findLast(({ at }) => at < stop.from)?.at ?? null;
  const after = points.find(({ at }) => at >= stop.to)?.at ?? null;
  const isBridged = before !== null && (after ?? input.now) - before <= longestBridgeMs;
  if (isBridged && stop.candle === null) return null;
  return { from: before ?? stop.from, to: after, reason: null };
}

/** What the bars know of the volume, and of how many of the minutes that have begun. */
function volumeIn(
  { drawn, now }: ReadingInput,
  stop: CursorStop,
): Pick<CursorReading, 'volume' | 'volumeMinutes' | 'isVolumeOfMinute'> {
  const isVolumeOfMinute = stop.to - stop.from < minuteMs;
  const from = isVolumeOfMinute ? Math.floor(stop.from / minuteMs) * minuteMs : stop.from;
  const to = isVolumeOfMinute ? from + minuteMs : stop.to;
  const bars = barsIn(drawn.bars, { from, to });
  const { open, close } = drawn.times ?? { open: from, close: to };
  const first = Math.ceil(Math.max(from, open) / minuteMs);
  const of = Math.ceil(Math.min(to, close, now + 1) / minuteMs) - first;
  const known = bars.length;
  return {
    volume: known === 0 ? null : bars.reduce((sum, { volume }) => sum + volume, 0),
    volumeMinutes: known > 0 && known < of ? { known, of } : null,
    isVolumeOfMinute,
  };
}

/** The previous close; without one, the session's open. */
function baseOf({ previousClose, drawn }: ReadingInput): ChangeBase | null {
  if (previousClose !== null) return { kind: 'previous-close', price: previousClose, date: null };
  const open = drawn.times?.open;
  if (open === undefined) return null;
  const bar = drawn.bars.find(({ start }) => start >= open && start < open + latestOpenMs);
  const point = drawn.priceLine?.points.find(({ at }) => at >= open && at < open + latestOpenMs);
  const price = bar?.open ?? point?.price ?? null;
  return price === null ? null : { kind: 'open', price, date: null };
}
