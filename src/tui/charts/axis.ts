import type { SessionPriceLine, PhaseState } from '../../protocol/state.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The price axis of a chart, in dollars. */
export interface PriceAxis {
  /** A multiple of `step`: labels start here. */
  low: number;
  high: number;
  /** Distance between two labels: 1, 2 or 5 times a power of ten, at least a cent. */
  step: number;
}

/**
 * A range around all values, with about `wanted` labels on round prices. `headroom` is the share of the range that must
 * stay free above the highest value.
 */
export function priceAxis(values: readonly number[], wanted: number, headroom = 0): PriceAxis {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  // A flat line still needs a height: five basis points to each side.
  const margin = Math.max((highest - lowest) * 0.06, highest === lowest ? highest * 0.0005 : 0.01);
  const rough = (highest - lowest + 2 * margin) / Math.max(1, wanted);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const round = (value: number) => Math.round(value * 1e6) / 1e6;
  // The nearest of 1, 2, 5 and 10 by ratio.
  const size = rough / magnitude;
  const nice = size < Math.SQRT2 ? 1 : size < Math.sqrt(10) ? 2 : size < Math.sqrt(50) ? 5 : 10;
  const step = round(Math.max(0.01, nice * magnitude));
  const low = round(Math.max(0, Math.floor((lowest - margin) / step) * step));
  const top = Math.max(highest + margin, low + (highest - low) / (1 - headroom), low + step);
  return { low, high: round(top), step };
}

/** The time that a chart shows, from its left to its right end; epoch ms. */
export interface TimeRange {
  from: number;
  to: number;
}

/** The first full hour at least 15 minutes after `at`, at most `end`, so that the axis moves once an hour. */
const roomAfter = (at: number, end: number) =>
  Math.min(end, Math.ceil((at + 15 * minuteMs) / hourMs) * hourMs);

/**
 * The time that is drawn. During the session: from the open to a little after now, so that the line uses the width.
 * Before the open: the early quotes. After the close: the whole session. Of another day: all points.
 */
export function timeRange(line: SessionPriceLine, phase: PhaseState, now: number): TimeRange | null {
  const first = line.points[0]?.at;
  const last = line.points.at(-1)?.at;
  if (first === undefined || last === undefined) return null;
  const { session } = phase;
  if (line.date !== session.date) return { from: first, to: Math.max(last, first + minuteMs) };
  if (now < session.open) {
    const from = Math.floor(first / hourMs) * hourMs;
    return { from, to: Math.max(from + minuteMs, roomAfter(now, session.open)) };
  }
  return { from: session.open, to: roomAfter(Math.min(now, session.close), session.close) };
}

/** Minutes between two time labels so that `cells` have room for them. */
export function labelMinutes(rangeMs: number, cells: number): number {
  const labelCells = 12;
  const possible = Math.max(1, Math.floor(cells / labelCells));
  const steps = [5, 10, 15, 30, 60, 90, 120, 180];
  return steps.find((minutes) => rangeMs / (minutes * minuteMs) <= possible) ?? 240;
}
