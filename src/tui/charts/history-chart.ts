import { type Cell, cellsOf, isBlank, linesOf, putText } from '../render/cells.ts';
import { fitLine, type Line, overlayLine } from '../render/line.ts';
import { formatCompact, formatPrice } from '../present/number.ts';
import type { Look } from '../theme/painter.ts';
import type { Token } from '../theme/tokens.ts';
import { barHeight, barRows } from './bars.ts';
import { bodyColumns, drawCandles } from './candle-glyphs.ts';
import { extremesOf, type History, type TimeMark, volumeOfCells } from './history.ts';
import { dashedSteps, drawRisers, levelPrices, nameEnds } from './level-lines.ts';
import type { LevelLine, LevelSteps } from './level-steps.ts';
import {
  axisFor,
  columnOfSlot,
  drawLineChart,
  halfOfPrice,
  plotColumns,
  plotRows,
  rowOfPrice,
} from './line-chart.ts';
import { type ChartToken, createOffscreen, type Offscreen } from './offscreen.ts';
import { dashedLevel } from './series.ts';
import { drawRules, drawTimeLabels, shadeColumns } from './time-rules.ts';

export interface HistoryChartInput {
  width: number;
  height: number;
  /** Made for the cells that `plotCellsOf` gives. */
  history: History;
  previousClose: number | null;
  /** Of the session, made for the grid of `history`; drawn where the prices come near them. */
  levels: LevelSteps;
  token: ChartToken;
  look: Look;
}

export interface HistoryChart {
  /** Exactly `height` lines of `width` cells; `null` without a price or without room. */
  draw(input: HistoryChartInput): Line[] | null;
  close(): void;
}

/** Smallest cells that prices with volume below them make sense in. */
export const smallestHistory = { width: 30, height: 8 } as const;

/** A blank and a price: on both sides of the chart. `1,000.00` has room, too. */
const gutterCells = 7;
const axisWidth = 7;

/** Cells that are left for the time axis. */
export function plotCellsOf(width: number): number {
  return plotColumns(width - gutterCells, axisWidth);
}

const volumeRowsOf = (height: number) => Math.max(2, Math.min(8, Math.round(height * 0.2)));

/** How far beyond the prices a level may lie so that the axis is stretched to show it, as a share of their range. */
const reach = 0.35;

function axisValues({ history, previousClose, levels }: HistoryChartInput): number[] {
  const extremes = extremesOf(history);
  const averages = [...history.vwap, ...history.bands.flatMap(({ upper, lower }) => [upper, lower])];
  const prices = [
    ...(extremes ? [extremes.high, extremes.low] : []),
    ...averages.filter((price) => Number.isFinite(price)),
  ];
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const margin = Math.max((high - low) * reach, high * 0.0005);
  const near = levelPrices(levels).filter((price) => price > low - margin && price < high + margin);
  return previousClose === null ? [...prices, ...near] : [...prices, ...near, previousClose];
}

function lastPriceOf({ prices, candles }: History): number | undefined {
  return (
    candles?.candles.findLast((candle) => candle !== null)?.close ??
    prices.findLast((price) => Number.isFinite(price))
  );
}

/** The levels' names at the right end of their rows; the last price is in front, with a mark, and never hidden. */
function labelled(
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

/** The highest and the lowest price, beside the place where they were, where that hides nothing. */
function drawExtremes(
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

/** Volume of each column, and whether its candle rose; a candle's bar is as wide as its body. */
function volumeColumns({ history, look }: HistoryChartInput, columns: number) {
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

function drawOn(offscreen: Offscreen, input: HistoryChartInput): Line[] | null {
  const { height, history, previousClose, levels, token } = input;
  const { length, candles, bands } = history;
  const width = input.width - gutterCells;
  if (!extremesOf(history)) return null;
  const hasVolume = history.volumes.some((volume) => volume > 0);
  const volumeRows = hasVolume ? volumeRowsOf(height) : 0;
  const chartHeight = height - volumeRows;
  const axis = axisFor(axisValues(input), chartHeight);
  const columns = plotColumns(width, axisWidth);
  const perDot = Math.max(1, Math.round(length / (columns * 2)));
  const place = { height: chartHeight, axis };
  const rowOf = (price: number) => rowOfPrice(price, place);
  const chart = drawLineChart(offscreen, {
    ...{ width, height: chartHeight, length, axis, axisCells: axisWidth },
    series: [
      ...levels.lines.map(({ values }) => ({
        values: dashedSteps(values, { on: 2 * perDot, off: 6 * perDot }, rowOf),
        token: 'chartLevel' as const,
      })),
      ...(previousClose === null
        ? []
        : [
            {
              values: dashedLevel(previousClose, length, 3 * perDot, 5 * perDot),
              token: 'chartReference' as const,
            },
          ]),
      { values: bands.map(({ upper }) => upper), token: 'chartBand' },
      { values: bands.map(({ lower }) => lower), token: 'chartBand' },
      { values: history.vwap, token: 'chartVwap' },
      { values: history.prices, token },
    ],
    // The times stand where they are, not at every so many slots; nothing at all would be printed as a word.
    label: () => ' ',
    labelEvery: length,
  });
  const columnOf = (slot: number) => columnOfSlot(slot, { width, length, axisWidth });
  const rows = cellsOf(chart.map((line) => fitLine(line, input.width)));
  const plot = rows.slice(0, plotRows(chartHeight));
  if (candles) {
    const halfOf = (price: number) => Math.max(0, halfOfPrice(price, place));
    const columnsOfAll = { left: axisWidth + 1, pitch: candles.pitch, rows: plot.length, halfOf };
    drawCandles(rows, candles.candles, columnsOfAll, input.look);
  }
  drawExtremes(plot, input, columnOf, rowOf, width);
  const timeAxis = { columnOf, right: width };
  const levelPlace = { ...timeAxis, rowOf };
  const unnamed = nameEnds(plot, levels, levelPlace);
  drawRisers(plot, levels, levelPlace);
  const changes = levels.changes.map((slot): TimeMark => ({ slot, label: '', rule: 'thin' }));
  drawRules(plot, [...history.marks, ...changes], timeAxis);
  // The gutter has nothing else in that row.
  drawTimeLabels(rows[chartHeight - 1], history.marks, { columnOf, right: input.width });
  shadeColumns(plot, history.shades, timeAxis);
  const atTheEdge = levels.lines.filter((line) => line.isCurrent || unnamed.includes(line));
  const prices = labelled(linesOf(rows), input, atTheEdge, rowOf);
  if (!hasVolume) return prices;
  const { values, tokens } = volumeColumns(input, columns);
  const max = Math.max(...values);
  const heights = values.map((value) => barHeight(value, max, volumeRows));
  const bars = barRows(heights, volumeRows, (column) => tokens[column] ?? 'chartVolume');
  return [
    ...prices,
    ...bars.map((bar, row) =>
      fitLine(
        [
          [row === 0 ? 'volume'.padEnd(axisWidth + 1) : ' '.repeat(axisWidth + 1), 'chartText'],
          ...bar,
          [row === 0 ? ` ${formatCompact(max)}` : '', 'chartText'],
        ],
        input.width,
      ),
    ),
  ];
}

/** Prices with their VWAP, previous close and levels, and the volume below, as blessed-contrib paints them. */
export function createHistoryChart(): HistoryChart {
  let offscreen: Offscreen | null = null;
  return {
    draw(input) {
      if (input.width < smallestHistory.width || input.height < smallestHistory.height) return null;
      offscreen ??= createOffscreen();
      return drawOn(offscreen, input);
    },
    close() {
      offscreen?.close();
      offscreen = null;
    },
  };
}
