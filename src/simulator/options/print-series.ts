import type { Aggregate } from '../market/aggregate.ts';

const minuteMs = 60_000;

/**
 * One contract's trades, one entry for each minute in which it traded; they show at a second of that minute that is
 * drawn for it. Columns instead of objects: a busy chain has sixty thousand of them a day.
 */
export interface PrintSeries {
  seconds: number[];
  opens: number[];
  highs: number[];
  lows: number[];
  prices: number[];
  volumes: number[];
  dayHighs: number[];
  dayLows: number[];
  dayVolumes: number[];
  dayTurnovers: number[];
}

/** Index of the newest entry that shows by a second of the session; -1 if there is none. */
function lastEntry(prints: PrintSeries, second: number): number {
  let low = 0;
  let high = prints.seconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (prints.seconds[middle]! <= second) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A series without a trade. */
export function emptyPrintSeries(): PrintSeries {
  return {
    seconds: [],
    opens: [],
    highs: [],
    lows: [],
    prices: [],
    volumes: [],
    dayHighs: [],
    dayLows: [],
    dayVolumes: [],
    dayTurnovers: [],
  };
}

/** Adds the trades of a minute: the first at `open`, the last at `price`, showing at a second of the session. */
export function print(prints: PrintSeries, second: number, open: number, price: number, volume: number) {
  const high = Math.max(open, price);
  const low = Math.min(open, price);
  const last = prints.seconds.length - 1;
  prints.seconds.push(second);
  prints.opens.push(open);
  prints.highs.push(high);
  prints.lows.push(low);
  prints.prices.push(price);
  prints.volumes.push(volume);
  prints.dayHighs.push(last < 0 ? high : Math.max(high, prints.dayHighs[last]!));
  prints.dayLows.push(last < 0 ? low : Math.min(low, prints.dayLows[last]!));
  prints.dayVolumes.push((prints.dayVolumes[last] ?? 0) + volume);
  prints.dayTurnovers.push((prints.dayTurnovers[last] ?? 0) + ((open + price) / 2) * volume);
}

/** Average price of an entry's trades. */
function averageOf(prints: PrintSeries, entry: number): number {
  return Math.round(((prints.opens[entry]! + prints.prices[entry]!) / 2) * 1e4) / 1e4;
}

/** What one contract traded in one session up to an instant. */
export interface TradedDay {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  vwap: number;
  /** Epoch ms of the last trade, and how many contracts it was for. */
  tradedAt: number;
  tradeSize: number;
}

/**
 * What a contract has traded by an instant; `null` if nothing.
 * @param open epoch ms of the session's opening bell
 */
export function tradedUntil(prints: PrintSeries, open: number, at: number): TradedDay | null {
  const last = lastEntry(prints, Math.floor((at - open) / 1000));
  if (last < 0) return null;
  const volume = prints.dayVolumes[last]!;
  return {
    open: prints.opens[0]!,
    high: prints.dayHighs[last]!,
    low: prints.dayLows[last]!,
    close: prints.prices[last]!,
    volume,
    vwap: Math.round((prints.dayTurnovers[last]! / volume) * 1e4) / 1e4,
    tradedAt: open + prints.seconds[last]! * 1000,
    tradeSize: Math.max(1, Math.min(prints.volumes[last]!, 1 + (prints.volumes[last]! % 17))),
  };
}

/**
 * Minutes with a trade that are over by an instant.
 * @param open epoch ms of the session's opening bell
 */
export function minutesOver(prints: PrintSeries, open: number, at: number): Aggregate[] {
  const bars: Aggregate[] = [];
  for (let entry = 0; entry < prints.seconds.length; entry++) {
    const start = open + Math.floor(prints.seconds[entry]! / 60) * minuteMs;
    if (start + minuteMs > at) break;
    const volume = prints.volumes[entry]!;
    bars.push({
      start,
      open: prints.opens[entry]!,
      high: prints.highs[entry]!,
      low: prints.lows[entry]!,
      close: prints.prices[entry]!,
      volume,
      vwap: averageOf(prints, entry),
      trades: Math.ceil(volume / 7),
    });
  }
  return bars;
}
