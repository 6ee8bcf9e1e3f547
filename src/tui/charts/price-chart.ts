import createLine from 'blessed-contrib/lib/widget/charts/line.js';
import type { PricePoint } from '../../protocol/state.ts';
import { fitLine, type Line } from '../draw/line.ts';
import { formatClockMinute } from '../present/time.ts';
import { labelMinutes, priceAxis, type TimeRange } from './axis.ts';
import { type ChartToken, chartColors, createOffscreen, type Offscreen } from './offscreen.ts';
import { dashedLevel, samplePrices } from './series.ts';

export interface PriceChartInput {
  width: number;
  height: number;
  points: readonly PricePoint[];
  range: TimeRange;
  previousClose: number | null;
  token: ChartToken;
}

/** Smallest cells that a chart with its axes makes sense in. */
export const smallestChart = { width: 24, height: 5 } as const;

export interface PriceChart {
  /** Exactly `height` lines of `width` cells; `null` when there is no point in the range or no room. */
  draw(input: PriceChartInput): Line[] | null;
  close(): void;
}

/** Cells that the widget leaves unused at its right and bottom edges. */
const spare = { columns: 6, rows: 3 };
/** Dots of the canvas below the axis, and those at its top that the widget cuts off. */
const dots = { belowAxis: 11, cutOff: 3 };

function drawOn({ screen, read }: Offscreen, input: PriceChartInput): Line[] | null {
  const { width, height, points, previousClose } = input;
  const { from, to } = input.range;
  const drawable = points.filter((point) => point.at >= from && point.at <= to);
  if (drawable.length === 0) return null;

  const prices = drawable.map((point) => point.price);
  const axis = priceAxis(
    previousClose === null ? prices : [...prices, previousClose],
    Math.max(2, Math.round((height - 2) / 2)),
    dots.cutOff / ((height + 1) * 4 - dots.belowAxis),
  );
  // The longest price label and a blank, two dots a cell; the widget prints cents when the step is below a dollar.
  const axisDots = 2 * (axis.high.toFixed(axis.step < 1 ? 2 : 0).length + 1);
  const plotDots = width * 2 - axisDots;
  const rangeMs = to - from;
  const everyMinutes = labelMinutes(rangeMs, plotDots / 2);
  // As many samples as there are dots, at most, and a whole number of them from one label to the next.
  const sampleMs = [15_000, 30_000, 60_000, 150_000].find((ms) => rangeMs / ms <= plotDots * 2) ?? 300_000;
  const samples = samplePrices({ points: drawable, from, to, sampleMs });
  const length = Math.ceil(rangeMs / sampleMs) + 1;
  const labels = Array.from({ length }, (_, slot) => formatClockMinute(from + slot * sampleMs));
  const line = createLine({
    screen,
    width: width + spare.columns,
    height: height + spare.rows,
    style: { line: chartColors[input.token], text: chartColors.chartText, baseline: chartColors.chartAxis },
    minY: axis.low,
    maxY: axis.high,
    numYLabels: (axis.high - axis.low) / axis.step,
    showNthLabel: Math.max(1, Math.round((everyMinutes * 60_000) / sampleMs)),
    xPadding: axisDots,
    xLabelPadding: axisDots,
    showLegend: false,
  });
  screen.append(line);
  const perDot = Math.max(1, Math.round(length / plotDots));
  line.setData([
    // First, so that the price is drawn over it.
    {
      x: labels,
      y: previousClose === null ? [] : dashedLevel(previousClose, length, 3 * perDot, 5 * perDot),
      style: { line: chartColors.chartReference },
    },
    { x: labels, y: samples, style: { line: chartColors[input.token] } },
  ]);
  const lines = read(width, height);
  line.detach();
  return Array.from({ length: height }, (_, row) => fitLine(lines[row] ?? [], width));
}

/**
 * The session's price line, painted by blessed-contrib's line chart on a screen that nobody sees. The previous close is
 * a dashed line behind it.
 */
export function createPriceChart(): PriceChart {
  let offscreen: Offscreen | null = null;
  return {
    draw(input) {
      if (input.width < smallestChart.width || input.height < smallestChart.height) return null;
      offscreen ??= createOffscreen();
      return drawOn(offscreen, input);
    },
    close() {
      offscreen?.close();
      offscreen = null;
    },
  };
}
