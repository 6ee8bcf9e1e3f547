import { type Cell, isBlank, putText } from '../../render/cells.ts';
import { type Line, overlayLine } from '../../render/line.ts';
import { formatPrice } from '../../present/number.ts';
import type { Token } from '../../theme/tokens.ts';
import { extremesOf, type History } from './history.ts';
import type { LevelLine } from './level-steps.ts';
import { axisWidth, gutterCells, type HistoryChartInput } from './history-chart-input.ts';

function lastPriceOf({ prices, candles }: History): number | undefined {
  return (
    candles?.candles.findLast((candle) => candle !== null)?.close ??
    prices.findLast((price) => Number.isFinite(price))
  );
}

/** The levels' names at the right end of their rows; the last price is in front, with a mark, and never hidden. */
export function labelled(
  chart: readonly Line[],
  input: HistoryChartInput,
  levels: readonly LevelLine[],
  rowOf: (price: number) => number | null,
): Line[] {
  const names = new Map<number, { text: string; token: Token }[]>();
  const put = (price: number, text: string, token: Token) => {
    const row = rowOf(price);
    if (row !== null) names.set(row, [...(names.get(row) ?? []), { text, token }]);
  };
  if (input.previousClose !== null) put(input.previousClose, ' prev', 'chartReference');
  for (const { label, values, isCurrent } of levels) {
    const price = values.findLast((value) => Number.isFinite(value));
    if (price !== undefined) put(price, ` ${label}`, isCurrent ? 'mark' : 'faint');
  }
  const lastPrice = lastPriceOf(input.history);
  if (lastPrice !== undefined) put(lastPrice, `◂${formatPrice(lastPrice)}`, input.token);
  return chart.map((line, row) => {
    const here = names.get(row);
    if (!here) return line;
    const label: Line = here.map(({ text, token }) => [text, token] as const);
    const cells = here.reduce((sum, { text }) => sum + text.length, 0);
    return overlayLine(line, Math.min(input.width - gutterCells, input.width - cells), label);
  });
}

/** The highest and the lowest price, next to the place where they were, unless that hides something. */
export function drawExtremes(
  rows: Cell[][],
  { history }: HistoryChartInput,
  columnOf: (slot: number) => number,
  rowOf: (price: number) => number | null,
  right: number,
): void {
  const extremes = extremesOf(history);
  if (!extremes) return;
  const { candles, prices } = history;
  for (const [price, step] of [
    [extremes.high, -1],
    [extremes.low, 1],
  ] as const) {
    const index = candles
      ? candles.candles.findIndex((candle) => candle && (step < 0 ? candle.high : candle.low) === price)
      : prices.indexOf(price);
    const at = rowOf(price);
    if (index < 0 || at === null) continue;
    const text = formatPrice(price);
    const column = columnOf(candles ? index * candles.pitch : index);
    const from = Math.min(Math.max(axisWidth + 2, column - (text.length >> 1)), right - text.length);
    const row = rows[at + step];
    if (!row || at + step >= rows.length) continue;
    if (row.slice(from - 1, from + text.length + 1).every((cell) => isBlank(cell))) {
      putText(row, from, text, 'dim');
    }
  }
}
