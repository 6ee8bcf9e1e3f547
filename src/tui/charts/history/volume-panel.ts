import { formatCompact } from '../../present/number.ts';
import { fitLine, type Line } from '../../render/line.ts';
import { barHeight, barRows } from '../bars.ts';
import { plotColumns } from '../line-chart.ts';
import type { Token } from '../../theme/tokens.ts';
import { bodyColumns } from '../candle-glyphs.ts';
import { volumeOfCells } from './history.ts';
import { axisWidth, gutterCells, type HistoryChartInput } from './history-chart-input.ts';

export const volumeRowsOf = (height: number) => Math.max(2, Math.min(8, Math.round(height * 0.2)));

/** Volume of each column, and whether its candle rose; a candle's bar is as wide as its body. */
export function volumeColumns({ history, look }: HistoryChartInput, columns: number) {
  const { candles, volumes, length } = history;
  if (!candles) {
    const values = volumeOfCells(volumes, length, columns);
    return { values, tokens: values.map((): Token => 'chartVolume') };
  }
  const values = new Array<number>(columns).fill(0);
  const tokens = new Array<Token>(columns).fill('chartVolume');
  for (const [index, candle] of candles.candles.entries()) {
    if (!candle) continue;
    const { from, cells } = bodyColumns(index, { left: 0, pitch: candles.pitch }, look.isAscii);
    for (let column = from; column < Math.min(columns, from + cells); column++) {
      values[column] = candle.volume;
      tokens[column] = candle.close >= candle.open ? 'volumeUp' : 'volumeDown';
    }
  }
  return { values, tokens };
}

/** The volume below the prices, with the highest one at the right end; no lines for no `rows`. */
export function volumeLines(input: HistoryChartInput, rows: number): Line[] {
  if (rows === 0) return [];
  const { values, tokens } = volumeColumns(input, plotColumns(input.width - gutterCells, axisWidth));
  const max = Math.max(...values);
  const heights = values.map((value) => barHeight(value, max, rows));
  const bars = barRows(heights, rows, (column) => tokens[column] ?? 'chartVolume');
  return bars.map((bar, row) =>
    fitLine(
      [
        [row === 0 ? 'volume'.padEnd(axisWidth + 1) : ' '.repeat(axisWidth + 1), 'chartText'],
        ...bar,
        [row === 0 ? ` ${formatCompact(max)}` : '', 'chartText'],
      ],
      input.width,
    ),
  );
}
