import { fitLine, type Line } from '../render/line.ts';
import { type PriceAxis, priceAxis } from './axis.ts';
import { type ChartToken, chartColors, loadLineChart, type Offscreen } from './offscreen.ts';

/** One line of a chart. */
export interface ChartSeries {
  /** One price a slot; may end early, NaN leaves a gap. */
  values: readonly number[];
  token: ChartToken;
}

/** What a line chart is drawn from; sizes in cells, prices in dollars. */
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
  /** Cells of the price labels; default: as few as they need. */
  axisCells?: number;
}

/** Cells that the widget leaves unused at its right and bottom edges. */
const spare = { columns: 6, rows: 3 };
/** Dots of the canvas below the axis, and those at its top that the widget cuts off. */
const dots = { belowAxis: 11, cutOff: 3, aboveAxis: 2 };
const dotsOfCell = { across: 2, down: 4 };

const canvasDots = (height: number) => (height + 1) * dotsOfCell.down;

/** Rows from one label to the next, at least. */
const closestLabels = 1.75;

/** An axis around the values that leaves free what the widget cuts off at its top. */
export function axisFor(values: readonly number[], height: number): PriceAxis {
  // With two rows a label on a high chart, some would stand one row apart and some two.
  const rowsOfLabel = height > 14 ? 3 : 2;
  const headroom = dots.cutOff / (canvasDots(height) - dots.belowAxis);
  for (let wanted = Math.max(2, Math.round((height - 2) / rowsOfLabel)); ; wanted--) {
    const axis = priceAxis(values, wanted, headroom);
    // The next round step may be so much smaller that labels are one row apart in some places and two in others.
    const rowsOfStep = ((height - 2) * axis.step) / (axis.high - axis.low);
    if (rowsOfStep >= closestLabels || wanted <= 2) return axis;
  }
}

/** Cells of the price labels, with the blank behind them; the widget prints cents when the step is below a dollar. */
export function axisCells(axis: PriceAxis): number {
  return axis.high.toFixed(axis.step < 1 ? 2 : 0).length + 1;
}

/** Columns that slots are drawn in: the axis itself takes one. */
export function plotColumns(width: number, axisWidth: number): number {
  return Math.max(1, width - axisWidth - 1);
}

/** Column of the chart in which a slot is drawn: all the slots together fill the columns right of the axis. */
export function columnOfSlot(slot: number, { width, length, axisWidth }: SlotPlace): number {
  const across = Math.floor((slot * plotColumns(width, axisWidth)) / length);
  return Math.min(width - 1, axisWidth + 1 + across);
}

/** What the column of a slot depends on. */
export interface SlotPlace extends Pick<LineChartInput, 'width' | 'length'> {
  axisWidth: number;
}

type PricePlace = Pick<LineChartInput, 'height' | 'axis'>;

/** Dots from the top edge down to a price. */
function dotsDown(price: number, { height, axis }: PricePlace): number {
  const plot = canvasDots(height) - dots.belowAxis;
  return plot - (plot / (axis.high - axis.low)) * (price - axis.low) - dots.aboveAxis;
}

/** Row of the chart in which a price is drawn; `null` where the axis does not reach it. */
export function rowOfPrice(price: number, place: PricePlace): number | null {
  if (price < place.axis.low || price > place.axis.high) return null;
  return Math.max(0, Math.floor(dotsDown(price, place) / dotsOfCell.down));
}

/** Half cells from the top edge down to a price, which may lie beyond the axis. */
export function halfOfPrice(price: number, place: PricePlace): number {
  return Math.floor((dotsDown(price, place) * 2) / dotsOfCell.down);
}

/** Rows above the axis. */
export function plotRows(height: number): number {
  return Math.max(1, height - 2);
}

const axisLines: Record<string, string> = { '\u2847': '│', '\u2813': '└', '\u2812': '─' };

/** The widget draws dotted axes; lines are easier to read and have a plain form on every terminal. */
function withLines(line: Line): Line {
  return line.map(([text, token, background]) =>
    token === 'chartAxis'
      ? [text.replace(/[\u2847\u2813\u2812]/g, (dotted) => axisLines[dotted] ?? dotted), token, background]
      : [text, token, background],
  );
}

/**
 * Whether both give the same picture. A price that moves by less than a dot changes nothing, and drawing takes 2 ms.
 */
export function isSamePicture(before: LineChartInput, after: LineChartInput): boolean {
  const { axis, series } = after;
  const isSameAxis =
    before.axis.low === axis.low && before.axis.high === axis.high && before.axis.step === axis.step;
  const places = ['width', 'height', 'length', 'labelEvery', 'axisCells'] as const;
  if (!isSameAxis || before.series.length !== series.length) return false;
  if (places.some((place) => before[place] !== after[place])) return false;
  const dotOf = (price: number) => Math.floor(dotsDown(price, after));
  const isSameSeries = series.every(({ values, token }, index) => {
    const old = before.series[index]!;
    return (
      token === old.token &&
      values.length === old.values.length &&
      values.every((value, slot) => Object.is(dotOf(value), dotOf(old.values[slot]!)))
    );
  });
  return isSameSeries && before.label(0) === after.label(0) && before.label(1) === after.label(1);
}

/** Lines with axes, painted by blessed-contrib's line chart: exactly `height` lines of `width` cells. */
export function drawLineChart({ screen, read }: Offscreen, input: LineChartInput): Line[] {
  const { width, height, length, axis, series } = input;
  const labelDots = dotsOfCell.across * axisCells(axis);
  const axisDots = Math.max(labelDots, dotsOfCell.across * (input.axisCells ?? 0));
  const every = Math.max(1, input.labelEvery);
  // The widget uses no other options.
  const labels = Array.from({ length }, (_, slot) => (slot % every === 0 ? input.label(slot) : ''));
  const createLine = loadLineChart();
  const line = createLine({
    screen,
    // The widget draws a slot one column to the right of where its share of the width would put it.
    width: width - 1 + spare.columns,
    height: height + spare.rows,
    style: { line: chartColors.accent, text: chartColors.chartText, baseline: chartColors.chartAxis },
    minY: axis.low,
    maxY: axis.high,
    numYLabels: (axis.high - axis.low) / axis.step,
    showNthLabel: every,
    xPadding: axisDots,
    xLabelPadding: labelDots,
    showLegend: false,
  });
  screen.append(line);
  // Before drawing, the widget clears every dot, which takes most of its time; this canvas is new and empty.
  line.ctx.clearRect = () => {};
  // The widget derives its labels from the first series; an empty one makes it use the given interval.
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
  return Array.from({ length: height }, (_, row) => fitLine(withLines(lines[row] ?? []), width));
}
