import { fitLine, type Line, overlayLine } from '../draw/line.ts';
import { formatCompact, formatPrice } from '../present/number.ts';
import type { Token } from '../theme/tokens.ts';
import { type History, volumeOfCells } from './history.ts';
import { axisCells, axisFor, drawLineChart, rowOfPrice } from './line-chart.ts';
import { type ChartToken, createOffscreen, type Offscreen } from './offscreen.ts';
import { dashedLevel } from './series.ts';
import { volumeBars } from './volume-bars.ts';

/** A price that means something, with at most a few letters to call it by. */
export interface PriceLevel {
  label: string;
  price: number;
}

export interface HistoryChartInput {
  width: number;
  height: number;
  /** Made for the cells that `plotCellsOf` gives. */
  history: History;
  previousClose: number | null;
  /** Drawn where the prices reach them; they widen nothing. */
  levels: readonly PriceLevel[];
  token: ChartToken;
}

export interface HistoryChart {
  /** Exactly `height` lines of `width` cells; `null` without a price or without room. */
  draw(input: HistoryChartInput): Line[] | null;
  close(): void;
}

/** Smallest cells that prices with volume below them make sense in. */
export const smallestHistory = { width: 30, height: 8 } as const;

/** To the right of the chart: a blank and a price. */
const gutterCells = 7;

/** About the cells that are left for the time axis; the labels of the price axis take the rest. */
export function plotCellsOf(width: number): number {
  return Math.max(1, width - gutterCells - 6);
}

const volumeRowsOf = (height: number) => Math.max(2, Math.min(8, Math.round(height * 0.2)));

/** How far beyond the prices a level may lie so that the axis is stretched to show it, as a share of their range. */
const reach = 0.35;

function axisValues({ history, previousClose, levels }: HistoryChartInput): number[] {
  const prices = [...history.prices, ...history.vwap].filter((price) => Number.isFinite(price));
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const margin = Math.max((high - low) * reach, high * 0.0005);
  const near = levels
    .map(({ price }) => price)
    .filter((price) => price > low - margin && price < high + margin);
  return previousClose === null ? [...prices, ...near] : [...prices, ...near, previousClose];
}

/** The levels' names at the right end of their rows; two on one row stand together. */
function labelled(
  chart: readonly Line[],
  input: HistoryChartInput,
  rowOf: (price: number) => number | null,
): Line[] {
  const names = new Map<number, { text: string; token: Token }[]>();
  const put = (price: number, text: string, token: Token) => {
    const row = rowOf(price);
    if (row !== null) names.set(row, [...(names.get(row) ?? []), { text, token }]);
  };
  if (input.previousClose !== null) put(input.previousClose, 'prev', 'chartReference');
  for (const { label, price } of input.levels) put(price, label, 'mark');
  const lastPrice = input.history.prices.findLast((price) => Number.isFinite(price));
  if (lastPrice !== undefined) put(lastPrice, formatPrice(lastPrice), input.token);
  return chart.map((line, row) => {
    const here = names.get(row);
    if (!here) return line;
    const label: Line = here.map(({ text, token }) => [` ${text}`, token] as const);
    const cells = here.reduce((sum, { text }) => sum + text.length + 1, 0);
    return overlayLine(line, Math.min(input.width - gutterCells, input.width - cells), label);
  });
}

function drawOn(offscreen: Offscreen, input: HistoryChartInput): Line[] | null {
  const { height, history, previousClose, levels, token } = input;
  const width = input.width - gutterCells;
  if (!history.prices.some((price) => Number.isFinite(price))) return null;
  const hasVolume = history.volumes.some((volume) => volume > 0);
  const volumeRows = hasVolume ? volumeRowsOf(height) : 0;
  const chartHeight = height - volumeRows;
  const axis = axisFor(axisValues(input), chartHeight);
  const left = axisCells(axis);
  const perDot = Math.max(1, Math.round(history.length / ((width - left) * 2)));
  const dashed = (price: number, on: number, off: number) =>
    dashedLevel(price, history.length, on * perDot, off * perDot);
  const isOnAxis = (price: number) => price >= axis.low && price <= axis.high;
  const chart = drawLineChart(offscreen, {
    width,
    height: chartHeight,
    length: history.length,
    axis,
    series: [
      ...levels
        .filter(({ price }) => isOnAxis(price))
        .map(({ price }) => ({ values: dashed(price, 2, 6), token: 'chartLevel' as const })),
      ...(previousClose === null
        ? []
        : [{ values: dashed(previousClose, 3, 5), token: 'chartReference' as const }]),
      { values: history.vwap, token: 'chartVwap' },
      { values: history.prices, token },
    ],
    label: history.label,
    labelEvery: history.labelEvery,
  });
  const rowOf = (price: number) => rowOfPrice(price, { height: chartHeight, axis });
  const padded = chart.map((line) => fitLine(line, input.width));
  const prices = labelled(padded, input, rowOf);
  if (!hasVolume) return prices;
  const values = volumeOfCells(history.volumes, history.length, width - left);
  const bars = volumeBars(offscreen, { values, height: volumeRows, token: () => 'chartVolume' });
  const most = formatCompact(Math.max(...values));
  return [
    ...prices,
    ...bars.map((bar, row) =>
      fitLine([[' '.repeat(left)], ...bar, [row === 0 ? ` ${most}` : '', 'chartText']], input.width),
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
