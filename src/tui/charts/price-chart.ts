import type { PricePoint } from '../../market/quotes/price-line.ts';
import type { Line } from '../render/line.ts';
import { formatClockMinute } from '../present/time.ts';
import { labelMinutes, type TimeRange } from './axis.ts';
import { axisCells, axisFor, drawLineChart, isSamePicture, type LineChartInput } from './line-chart.ts';
import { type ChartToken, createOffscreen, type Offscreen } from './offscreen.ts';
import { dashedLevel, sampleLength, samplePrices } from './series.ts';

/** What the small chart of the quote pane is drawn from; sizes in cells, prices in dollars. */
export interface PriceChartInput {
  width: number;
  height: number;
  points: readonly PricePoint[];
  range: TimeRange;
  previousClose: number | null;
  token: ChartToken;
}

/** Smallest size in cells in which a chart with axes can be read. */
export const smallestChart = { width: 24, height: 5 } as const;

/** Draws the small chart of the quote pane. */
export interface PriceChart {
  /** Exactly `height` lines of `width` cells; `null` when there is no point in the range or no room. */
  draw(input: PriceChartInput): Line[] | null;
  close(): void;
}

function pictureOf(input: PriceChartInput): LineChartInput | null {
  const { width, height, points, previousClose } = input;
  const { from, to } = input.range;
  const drawable = points.filter((point) => point.at >= from && point.at <= to);
  if (drawable.length === 0) return null;

  const prices = drawable.map((point) => point.price);
  const axis = axisFor(previousClose === null ? prices : [...prices, previousClose], height);
  const plotDots = (width - axisCells(axis)) * 2;
  const sampleMs = sampleLength(to - from, plotDots);
  const length = Math.ceil((to - from) / sampleMs) + 1;
  const perDot = Math.max(1, Math.round(length / plotDots));
  const reference = previousClose === null ? [] : dashedLevel(previousClose, length, 3 * perDot, 5 * perDot);
  return {
    width,
    height,
    length,
    axis,
    series: [
      { values: reference, token: 'chartReference' },
      { values: samplePrices({ points: drawable, from, to, sampleMs }), token: input.token },
    ],
    label: (slot) => formatClockMinute(from + slot * sampleMs),
    labelEvery: Math.round((labelMinutes(to - from, plotDots / 2) * 60_000) / sampleMs),
  };
}

/**
 * The session's price line, painted by blessed-contrib's line chart on an off-screen screen. The previous close is
 * a dashed line behind it.
 */
export function createPriceChart(): PriceChart {
  let offscreen: Offscreen | null = null;
  let last: { picture: LineChartInput; lines: Line[] } | null = null;
  return {
    draw(input) {
      if (input.width < smallestChart.width || input.height < smallestChart.height) return null;
      const picture = pictureOf(input);
      if (!picture) return null;
      if (last && isSamePicture(last.picture, picture)) return last.lines;
      offscreen ??= createOffscreen();
      last = { picture, lines: drawLineChart(offscreen, picture) };
      return last.lines;
    },
    close() {
      offscreen?.close();
      offscreen = null;
    },
  };
}
