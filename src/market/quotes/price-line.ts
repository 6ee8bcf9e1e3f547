import type { Bar } from './bar.ts';
import type { Quote } from './quote.ts';

/** A point of the session's price line. */
export interface PricePoint {
  /** Epoch ms of the price by the vendor's account. */
  at: number;
  price: number;
  /** In a playback: of a bar that the vendor gave after the instant that is looked at. Else absent. */
  isRebuilt?: true | undefined;
}

/** The prices of one session, for the chart. Sorted by time, at most one point in each `finestStepMs`. */
export interface PriceLine {
  symbol: string;
  /** Epoch ms between which its prices lie, both included. */
  from: number;
  until: number;
  points: readonly PricePoint[];
}

/** Of the prices within a step the last one counts, so that a long session does not grow the line without bound. */
const finestStepMs = 5000;
const minuteMs = 60_000;

/** Start of the window that a price belongs to; one on the instant that ends a window is its close. */
export function windowStart(at: number, windowMs: number): number {
  return (Math.ceil(at / windowMs) - 1) * windowMs;
}

const stepOf = (at: number) => windowStart(at, finestStepMs);

/**
 * Where a price lies on a line: at the vendor's time of it, whenever it came. `null` for a closing price, which is no
 * price of the session at hand.
 */
export function pricePointOf({
  price,
  priceKind,
  tier,
  timestamp,
}: Pick<Quote, 'price' | 'priceKind' | 'tier' | 'timestamp'>): PricePoint | null {
  return priceKind === 'close' || tier === 'end-of-day' ? null : { at: timestamp, price };
}

/** Sorted points with one more in its place. The very same ones if it says nothing new, or if its step knows a later price. */
export function withPricePoint(points: readonly PricePoint[], point: PricePoint): readonly PricePoint[] {
  const step = stepOf(point.at);
  let index = points.length;
  while (index > 0 && stepOf(points[index - 1]!.at) >= step) index -= 1;
  const known = points[index];
  if (!known || stepOf(known.at) !== step) return points.toSpliced(index, 0, point);
  if (known.at > point.at || (known.at === point.at && known.price === point.price)) return points;
  return points.with(index, point);
}

/** A line with one more quote; the very same one if the quote is of another symbol or session, or says nothing new. */
export function withQuote<L extends PriceLine>(
  line: L,
  quote: Pick<Quote, 'symbol' | 'price' | 'priceKind' | 'tier' | 'timestamp'>,
): L {
  const point = quote.symbol === line.symbol ? pricePointOf(quote) : null;
  if (!point || point.at < line.from || point.at > line.until) return line;
  const points = withPricePoint(line.points, point);
  return points === line.points ? line : { ...line, points };
}

/** Points in any order as those of a line; of two at one instant the later one in the list counts. */
export function linePoints(points: Iterable<PricePoint>): PricePoint[] {
  const line: PricePoint[] = [];
  for (const point of [...points].sort((a, b) => a.at - b.at)) {
    const last = line.at(-1);
    if (last && stepOf(last.at) === stepOf(point.at)) line.pop();
    line.push(point);
  }
  return line;
}

/**
 * The points of a session's line: the recorded ones, and the vendor's minute closes where nothing was recorded.
 * @param points as `linePoints` gives them
 * @param bars sorted by time
 * @param settledAt bars that end later, with no price after them, may not be whole yet: their close is no minute's end
 */
export function withMinuteBars(
  points: readonly PricePoint[],
  bars: readonly Bar[],
  settledAt: number,
): PricePoint[] {
  const recorded = new Set(points.map(({ at }) => windowStart(at, minuteMs)));
  const known = Math.max(settledAt, points.at(-1)?.at ?? 0, bars.at(-1)?.start ?? 0);
  const fill = bars
    .filter(({ start }) => !recorded.has(start) && start + minuteMs <= known)
    .map(
      ({ start, close, isRebuilt }): PricePoint => ({
        ...{ at: start + minuteMs, price: close },
        ...(isRebuilt && { isRebuilt }),
      }),
    );
  return [...fill, ...points].sort((a, b) => a.at - b.at);
}
