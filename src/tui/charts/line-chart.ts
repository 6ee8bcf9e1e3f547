import createLine from 'blessed-contrib/lib/widget/charts/line.js';
import { fitLine, type Line } from '../draw/line.ts';
import { type PriceAxis, priceAxis } from './axis.ts';
import { type ChartToken, chartColors, type Offscreen } from './offscreen.ts';

export interface ChartSeries {
  /** One price a slot; may end early, NaN leaves a gap. */
  values: readonly number[];
  token: ChartToken;
}

export interface LineChartInput {
  width: number;
  height: number;
  /** Slots along the time axis. */
  length: number;
  axis: PriceAxis;
  /** Later ones are drawn over earlier ones. */
  series: readonly ChartSeries[];
  /** What stands under a slot. */
  label: (slot: number) => string;
  /** Slots from one label to the next. */
  labelEvery: number;
}

/** Cells that the widget leaves unused at its right and bottom edges. */
const spare = { columns: 6, rows: 3 };
/** Dots of the canvas below the axis, and those at its top that the widget cuts off. */
const dots = { belowAxis: 11, cutOff: 3, aboveAxis: 2 };
const dotsOfCell = { across: 2, down: 4 };

const canvasDots = (height: number) => (height + 1) * dotsOfCell.down;

/** An axis around the values that leaves free what the widget cuts off at its top. */
export function axisFor(values: readonly number[], height: number): PriceAxis {
  // With two rows a label on a high chart, some would stand one row apart and some two.
  const rowsOfLabel = height > 14 ? 3 : 2;
  const wanted = Math.max(2, Math.round((height - 2) / rowsOfLabel));
  return priceAxis(values, wanted, dots.cutOff / (canvasDots(height) - dots.belowAxis));
}

/** Cells of the price labels, with the blank behind them; the widget prints cents when the step is below a dollar. */
export function axisCells(axis: PriceAxis): number {
  return axis.high.toFixed(axis.step < 1 ? 2 : 0).length + 1;
}

/** Column of the chart in which a slot is drawn. */
export function columnOfSlot(slot: number, { width, length, axis }: SlotPlace): number {
  const axisDots = dotsOfCell.across * axisCells(axis);
  const across = ((width * dotsOfCell.across - axisDots) / length) * slot + axisDots + 2;
  return Math.min(width - 1, Math.floor(across / dotsOfCell.across));
}

export type SlotPlace = Pick<LineChartInput, 'width' | 'length' | 'axis'>;

/** Row of the chart in which a price is drawn; `null` where the axis does not reach it. */
export function rowOfPrice(
  price: number,
  { height, axis }: Pick<LineChartInput, 'height' | 'axis'>,
): number | null {
  if (price < axis.low || price > axis.high) return null;
  const plot = canvasDots(height) - dots.belowAxis;
  const down = plot - (plot / (axis.high - axis.low)) * (price - axis.low) - dots.aboveAxis;
  return Math.max(0, Math.floor(down / dotsOfCell.down));
}

/** Lines with axes, painted by blessed-contrib's line chart: exactly `height` lines of `width` cells. */
export function drawLineChart({ screen, read }: Offscreen, input: LineChartInput): Line[] {
  const { width, height, length, axis, series } = input;
  const axisDots = dotsOfCell.across * axisCells(axis);
  const labels = Array.from({ length }, (_, slot) => input.label(slot));
  const line = createLine({
    screen,
    width: width + spare.columns,
    height: height + spare.rows,
    style: { line: chartColors.accent, text: chartColors.chartText, baseline: chartColors.chartAxis },
    minY: axis.low,
    maxY: axis.high,
    numYLabels: (axis.high - axis.low) / axis.step,
    showNthLabel: Math.max(1, input.labelEvery),
    xPadding: axisDots,
    xLabelPadding: axisDots,
    showLegend: false,
  });
  screen.append(line);
  // The widget counts its labels by the first series; one without values lets it take the interval that was given.
  line.setData([
    { x: labels, y: [], style: { line: chartColors.chartAxis } },
    ...series.map(({ values, token }) => ({
      x: labels,
      y: [...values],
      style: { line: chartColors[token] },
    })),
  ]);
  const lines = read(width, height);
  line.detach();
  return Array.from({ length: height }, (_, row) => fitLine(lines[row] ?? [], width));
}
