import { cellsOf, linesOf } from '../../render/cells.ts';
import { fitLine, type Line } from '../../render/line.ts';
import type { PriceAxis } from '../axis.ts';
import { drawCandles } from '../candle-glyphs.ts';
import { extremesOf, type TimeMark } from './history.ts';
import { dashedSteps, drawRisers, levelPrices, nameEnds } from './level-lines.ts';
import {
  axisFor,
  type ChartSeries,
  columnOfSlot,
  drawLineChart,
  halfOfPrice,
  plotColumns,
  plotRows,
  rowOfPrice,
} from '../line-chart.ts';
import { createOffscreen, type Offscreen } from '../offscreen.ts';
import { dashedLevel } from '../series.ts';
import { drawRules, drawTimeLabels, shadeColumns } from './time-rules.ts';
import { axisWidth, gutterCells, type HistoryChartInput, smallestHistory } from './history-chart-input.ts';
import { drawExtremes, labelled } from './price-labels.ts';
import { volumeLines, volumeRowsOf } from './volume-panel.ts';

/** Draws the chart of a day or of several days. */
export interface HistoryChart {
  /** Exactly `height` lines of `width` cells; `null` without a price or without room. */
  draw(input: HistoryChartInput): Line[] | null;
  close(): void;
}

/** How far outside the prices a level may lie for the axis to include it, as a share of the prices' range. */
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

/** The axes that all parts of a chart share. */
interface ChartFrame {
  /** Rows of the prices with their time axis; the volume is below. */
  chartHeight: number;
  volumeRows: number;
  axis: PriceAxis;
  columnOf: (slot: number) => number;
  rowOf: (price: number) => number | null;
}

function frameOf(input: HistoryChartInput): ChartFrame {
  const { height, history } = input;
  const hasVolume = history.volumes.some((volume) => volume > 0);
  const volumeRows = hasVolume ? volumeRowsOf(height) : 0;
  const chartHeight = height - volumeRows;
  const axis = axisFor(axisValues(input), chartHeight);
  const { length } = history;
  return {
    ...{ chartHeight, volumeRows, axis },
    columnOf: (slot) => columnOfSlot(slot, { width: input.width - gutterCells, length, axisWidth }),
    rowOf: (price) => rowOfPrice(price, { height: chartHeight, axis }),
  };
}

/** Where a cursor is drawn in a chart: the rows of its prices and times, and that of a price. */
export function cursorRows(input: HistoryChartInput, price: number | null) {
  const { chartHeight, rowOf } = frameOf(input);
  return {
    plotRows: plotRows(chartHeight),
    timeRow: chartHeight - 1,
    priceRow: price === null ? null : rowOf(price),
  };
}

/** The lines of the chart: levels first, prices last and in front. */
function seriesOf(input: HistoryChartInput, { rowOf }: ChartFrame): ChartSeries[] {
  const { history, previousClose, levels, token } = input;
  const { length, bands } = history;
  const columns = plotColumns(input.width - gutterCells, axisWidth);
  const perDot = Math.max(1, Math.round(length / (columns * 2)));
  const reference = { token: 'chartReference' } as const;
  return [
    ...levels.lines.map(({ values }) => ({
      values: dashedSteps(values, { on: 2 * perDot, off: 6 * perDot }, rowOf),
      token: 'chartLevel' as const,
    })),
    ...(previousClose === null
      ? []
      : [{ ...reference, values: dashedLevel(previousClose, length, 3 * perDot, 5 * perDot) }]),
    { values: bands.map(({ upper }) => upper), token: 'chartBand' },
    { values: bands.map(({ lower }) => lower), token: 'chartBand' },
    { values: history.vwap, token: 'chartVwap' },
    { values: history.prices, token },
  ];
}

function drawOn(offscreen: Offscreen, input: HistoryChartInput): Line[] | null {
  const { history, levels } = input;
  if (!extremesOf(history)) return null;
  const width = input.width - gutterCells;
  const frame = frameOf(input);
  const { chartHeight, axis, columnOf, rowOf } = frame;
  const { length, candles } = history;
  const chart = drawLineChart(offscreen, {
    ...{ width, height: chartHeight, length, axis, axisCells: axisWidth },
    series: seriesOf(input, frame),
    // Times are drawn later, at their places. An empty label would be printed as a word.
    label: () => ' ',
    labelEvery: length,
  });
  const rows = cellsOf(chart.map((line) => fitLine(line, input.width)));
  const plot = rows.slice(0, plotRows(chartHeight));
  if (candles) {
    const halfOf = (price: number) => Math.max(0, halfOfPrice(price, { height: chartHeight, axis }));
    const place = { left: axisWidth + 1, pitch: candles.pitch, rows: plot.length, halfOf };
    drawCandles(rows, candles.candles, place, input.look);
  }
  drawExtremes(plot, input, columnOf, rowOf, width);
  const timeAxis = { columnOf, right: width };
  const levelPlace = { ...timeAxis, rowOf };
  const unnamed = nameEnds(plot, levels, levelPlace);
  drawRisers(plot, levels, levelPlace);
  const changes = levels.changes.map((slot): TimeMark => ({ slot, label: '', rule: 'thin' }));
  drawRules(plot, [...history.marks, ...changes], timeAxis);
  // The gutter is empty in that row, so labels may use it.
  drawTimeLabels(rows[chartHeight - 1], history.marks, { columnOf, right: input.width });
  shadeColumns(plot, history.shades, timeAxis);
  const atTheEdge = levels.lines.filter((line) => line.isCurrent || unnamed.includes(line));
  const prices = labelled(linesOf(rows), input, atTheEdge, rowOf);
  return [...prices, ...volumeLines(input, frame.volumeRows)];
}

/** Prices with their VWAP, previous close and levels, drawn by blessed-contrib, and the volume below. */
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
