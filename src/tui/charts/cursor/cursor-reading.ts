import type { Bar } from '../../../market/quotes/bar.ts';
import type { PricePoint } from '../../../market/quotes/price-line.ts';
import type { Candle } from '../candles.ts';
import type { History, HistoryInput } from '../history/history.ts';
import type { CursorStop } from './cursor-stops.ts';

/** Where a price under the cursor is from. */
export type Provenance =
  /** Quotes as they were recorded. */
  | 'quote'
  /** The close of the vendor's bar of a minute. */
  | 'minute-close'
  /** Bars of the vendor. */
  | 'bar'
  /** Today's bars, which the quotes since then have brought up to now. */
  | 'bar-and-quotes'
  /** In a playback: a bar that the vendor gave after the instant that is looked at. */
  | 'came-later';

/** What a change is counted from. */
export interface ChangeBase {
  kind: 'previous-close' | 'open';
  price: number;
  /** Date of a previous close that is not the trading day's before; else `null`. */
  date: string | null;
}

/** Time without a price, and why where that is known. */
export interface ReadGap {
  from: number;
  /** `null` where it lasts to the newest instant. */
  to: number | null;
  /** As the daemon noted it; `null` where it noted none. */
  reason: string | null;
}

/** What the cursor reads; `null` is not known. Instants are epoch ms, prices dollars, volumes shares. */
export interface CursorReading {
  /** `instant`: of `from`. `window`: from `from` to `to`. `days`: of the trading dates `date` to `lastDate`. */
  span: 'instant' | 'window' | 'days';
  from: number;
  to: number;
  date: string;
  lastDate: string;
  /** The line's price or the candle's close. */
  price: number | null;
  /** When that price was, where it is older than the column. */
  priceAt: number | null;
  /** `null` on the line of a day, which is drawn of single prices. */
  candle: Candle | null;
  volume: number | null;
  /** Minutes whose volume is known, where that is not all of them; else `null`. */
  volumeMinutes: { known: number; of: number } | null;
  /** The volume is that of the whole minute, of which the column is a part. */
  isVolumeOfMinute: boolean;
  /** The candle goes on, or its volume was asked for before its end. */
  isSoFar: boolean;
  base: ChangeBase | null;
  /** At the end of the column or candle. */
  vwap: number | null;
  provenance: Provenance | null;
  gap: ReadGap | null;
  /** Between the bar before and this one, where bars are missing there; always `null` where the chart shows one day. */
  missingBefore: { from: number; to: number } | null;
}

/** What is read from, besides the stop. */
export interface ReadingInput {
  history: History;
  /** Of which the history was made. */
  drawn: HistoryInput;
  /** The instant that everything is as of. */
  now: number;
  /** Until when the bars were known; `null` where none were asked for. */
  barsAt: number | null;
  /** Of the day that is drawn; `null` where it is not known. */
  previousClose: number | null;
  /** Gaps of the quotes on the day that is drawn. */
  gaps: readonly { from: number; to: number | null; reason: string }[];
  /** The trading day before a date. */
  dayBefore: (date: string) => string;
}

/** The last VWAP that is drawn in the stop's slots. */
export function vwapOf({ vwap }: History, { slots: [first, end] }: CursorStop): number | null {
  return vwap.slice(first, end).findLast((price) => Number.isFinite(price)) ?? null;
}

/** Change in dollars and in percent. */
export function changeOf({ price, base }: Pick<CursorReading, 'price' | 'base'>) {
  if (price === null || base === null || !(base.price > 0)) return null;
  const amount = price - base.price;
  return { amount, percent: (amount / base.price) * 100 };
}

const minuteMs = 60_000;

/** A price on a minute's end that is the close of the minute's bar is shown as that, whoever saw it. */
export function provenanceOfPoint(point: PricePoint, bars: readonly Bar[]): Provenance {
  if (point.isRebuilt) return 'came-later';
  if (point.at % minuteMs !== 0) return 'quote';
  const bar = bars.find(({ start, close }) => start + minuteMs === point.at && close === point.price);
  // The daemon makes bars of recorded quotes, too, which have no VWAP.
  return bar && bar.vwap !== null ? 'minute-close' : 'quote';
}
