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
export function lastEntry(prints: PrintSeries, second: number): number {
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
export function averageOf(prints: PrintSeries, entry: number): number {
  return Math.round(((prints.opens[entry]! + prints.prices[entry]!) / 2) * 1e4) / 1e4;
}
