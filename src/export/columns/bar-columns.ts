import type { ReceivedBar } from '../../recordings/bars.ts';
import type { Cell, ExportColumn } from './column.ts';

/** The columns of bars; the order of `barCells`. */
export const barColumns: readonly ExportColumn[] = [
  { name: 'date', kind: 'date', meaning: 'trading date' },
  { name: 'symbol', kind: 'word', meaning: '`SPY`, or `I:SPX` for an index' },
  { name: 'timeframe', kind: 'word', meaning: '`daily`, `1hour`, `15min` or `1min`' },
  { name: 'bar_start', kind: 'instant', meaning: 'start of the bar; of a daily one, midnight in New York' },
  { name: 'open_price', kind: 'price', meaning: 'first price' },
  { name: 'high_price', kind: 'price', meaning: 'highest price' },
  { name: 'low_price', kind: 'price', meaning: 'lowest price' },
  { name: 'close_price', kind: 'price', meaning: 'last price' },
  { name: 'volume', kind: 'quantity', meaning: 'shares' },
  { name: 'vwap', kind: 'price', meaning: 'average price, weighted by volume' },
  { name: 'source', kind: 'word', meaning: '`polygon`, or `simulator` in a demo' },
  {
    name: 'received_at',
    kind: 'instant',
    meaning: 'when the vendor gave these values first; empty on bars from before that was kept',
  },
];

export function barCells(bar: ReceivedBar): Cell[] {
  return [
    bar.date,
    bar.symbol,
    bar.timeframe,
    bar.start,
    bar.open,
    bar.high,
    bar.low,
    bar.close,
    bar.volume,
    bar.vwap,
    bar.source,
    bar.receivedAt,
  ];
}
