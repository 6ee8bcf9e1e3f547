/**
 * One contract's trades, one entry for each minute in which it traded; they show at a second of that minute that is
 * drawn for it. Columns instead of objects: a busy chain has sixty thousand of them a day.
 */
export interface LastTradeReport {
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
export function lastEntry(tape: LastTradeReport, second: number): number {
  let low = 0;
  let high = tape.seconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tape.seconds[middle]! <= second) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function emptyLastTradeReport(): LastTradeReport {
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
export function print(tape: LastTradeReport, second: number, open: number, price: number, volume: number) {
  const high = Math.max(open, price);
  const low = Math.min(open, price);
  const last = tape.seconds.length - 1;
  tape.seconds.push(second);
  tape.opens.push(open);
  tape.highs.push(high);
  tape.lows.push(low);
  tape.prices.push(price);
  tape.volumes.push(volume);
  tape.dayHighs.push(last < 0 ? high : Math.max(high, tape.dayHighs[last]!));
  tape.dayLows.push(last < 0 ? low : Math.min(low, tape.dayLows[last]!));
  tape.dayVolumes.push((tape.dayVolumes[last] ?? 0) + volume);
  tape.dayTurnovers.push((tape.dayTurnovers[last] ?? 0) + ((open + price) / 2) * volume);
}

/** Average price of an entry's trades. */
export function averageOf(tape: LastTradeReport, entry: number): number {
  return Math.round(((tape.opens[entry]! + tape.prices[entry]!) / 2) * 1e4) / 1e4;
}
