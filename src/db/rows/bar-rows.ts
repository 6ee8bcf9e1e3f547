import type { Bar } from '../../market/quotes/bar.ts';
import { recordedWord } from '../schema/enum-values.ts';

/** A row of `historical_prices`, as far as it is a bar. */
export interface BarRow extends Omit<Bar, 'start' | 'open' | 'high' | 'low' | 'close' | 'vwap'> {
  /** Epoch ms. */
  barStart: number;
  openPrice: number;
  highPrice: number;
  lowPrice: number;
  closePrice: number;
  vwap?: number | null | undefined;
}

/** What may change when the vendor corrects a bar. */
export const barValueColumns = [
  ...['date', 'open_price', 'high_price', 'low_price', 'close_price', 'volume', 'vwap', 'source'],
];

export function toBar(row: BarRow): Bar {
  return {
    symbol: row.symbol,
    date: row.date,
    timeframe: row.timeframe,
    start: row.barStart,
    open: row.openPrice,
    high: row.highPrice,
    low: row.lowPrice,
    close: row.closePrice,
    volume: row.volume,
    vwap: row.vwap ?? null,
    source: row.source,
  };
}

export function fromBar(bar: Bar) {
  return {
    symbol: bar.symbol,
    date: bar.date,
    timeframe: bar.timeframe,
    barStart: bar.start,
    openPrice: bar.open,
    highPrice: bar.high,
    lowPrice: bar.low,
    closePrice: bar.close,
    volume: bar.volume,
    vwap: bar.vwap,
    source: recordedWord(bar.source),
  };
}
