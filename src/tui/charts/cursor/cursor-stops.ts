import type { Bar } from '../../../market/quotes/bar.ts';
import { bodyColumns } from '../candle-glyphs.ts';
import type { CandleRow, History } from '../history/history.ts';
import { axisWidth, gutterCells } from '../history/history-chart-input.ts';
import type { TimeGrid } from '../history/level-steps.ts';
import { columnOfSlot } from '../line-chart.ts';

/** A place where the cursor can stand: a column of the line, or a candle. */
export interface CursorStop {
  /** Cells from the left edge of the chart. */
  column: number;
  /** Epoch ms; what is drawn there began at `from` or later. */
  from: number;
  /** `from` of the stop behind it; where the last one ends. */
  to: number;
  /** Which slot of the history it begins with, and the one behind its last; candles are on several slots. */
  slots: readonly [first: number, end: number];
  /** Number of its candle; `null` on a line. */
  candle: number | null;
  /** The bars that it is drawn of, where the chart shows several days; `null` where it shows one. */
  bars: readonly Bar[] | null;
}

/** What the stops of a chart are found from. */
export interface StopsInput {
  history: History;
  /** Cells of the whole chart, with its price labels. */
  width: number;
  /** Nothing later is drawn; the cursor goes no further. Epoch ms. */
  now: number;
}

/** The places of the cursor from left to right: at least one where something is drawn. */
export function cursorStops(input: StopsInput): CursorStop[] {
  const { history, now } = input;
  const drawn = history.candles ? candleStops(input, history.candles) : columnStops(input);
  return drawn.filter(({ from }) => from <= now);
}

const dayMs = 86_400_000;

/** When the bars of a slot begin; epoch ms. */
const startOf = (bars: readonly Bar[] | undefined) => bars?.[0]?.start ?? 0;

function endOf({ spans }: History, index: number): number {
  const next = spans[index + 1]?.[0];
  return next ? next.start : startOf(spans[index]) + dayMs;
}

function candleStops({ history }: StopsInput, { candles, pitch }: CandleRow): CursorStop[] {
  const { grid, spans } = history;
  return candles.map((_, index): CursorStop => {
    // The middle is the same in plain characters.
    const { from, cells } = bodyColumns(index, { left: axisWidth + 1, pitch }, false);
    const column = from + ((cells - 1) >> 1);
    const first = index * pitch;
    const place = { column, slots: [first, first + pitch] as const, candle: index };
    return grid
      ? { ...place, ...timesOf(grid, first, first + pitch), bars: null }
      : { ...place, from: startOf(spans[index]), to: endOf(history, index), bars: spans[index] ?? [] };
  });
}

const timesOf = ({ from, slotMs }: TimeGrid, first: number, end: number) => ({
  from: from + first * slotMs,
  to: from + end * slotMs,
});

/** One stop for all the slots that are drawn in one column. */
function columnStops({ history, width }: StopsInput): CursorStop[] {
  const { grid, spans, length } = history;
  const place = { width: width - gutterCells, length, axisWidth };
  const count = grid ? length : spans.length;
  const stops: CursorStop[] = [];
  for (let first = 0; first < count; ) {
    const column = columnOfSlot(first, place);
    let end = first + 1;
    while (end < count && columnOfSlot(end, place) === column) end += 1;
    const here = { column, slots: [first, end] as const, candle: null };
    stops.push(
      grid
        ? { ...here, ...timesOf(grid, first, end), bars: null }
        : {
            ...here,
            from: startOf(spans[first]),
            to: endOf(history, end - 1),
            bars: spans.slice(first, end).flat(),
          },
    );
    first = end;
  }
  return stops;
}

/** The number of the stop that an instant belongs to: the nearest one where it lies outside of the chart; -1 without any. */
export function stopAt(stops: readonly CursorStop[], at: number): number {
  const found = stops.findLastIndex(({ from }) => from <= at);
  return found < 0 && stops.length > 0 ? 0 : found;
}

/** The number of the stop nearest to a column of the chart; -1 without any. */
export function stopNear(stops: readonly CursorStop[], column: number): number {
  let nearest = -1;
  for (const [index, stop] of stops.entries()) {
    const best = stops[nearest];
    if (!best || Math.abs(stop.column - column) < Math.abs(best.column - column)) nearest = index;
  }
  return nearest;
}
