import type { Quote } from '../../../market/quotes/quote.ts';
import type { PhaseState } from '../../../protocol/state.ts';
import type { CursorReading } from '../../charts/cursor/cursor-reading.ts';
import type { History } from '../../charts/history/history.ts';
import type { ChartRange, ChartStyle } from '../../charts/range.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { contains, type Rect } from '../../layout/rect.ts';
import { boxFrameColumns, boxFrameRows } from '../../render/box.ts';
import type { Line } from '../../render/line.ts';
import type { FailureText } from '../../state/failure-text.ts';
import type { DayFacts } from './day-facts.ts';
import type { Look } from '../../theme/painter.ts';

/** What the chart pane is drawn from. */
export interface ChartPaneInput {
  rect: Rect;
  isFocused: boolean;
  symbol: string;
  range: ChartRange;
  style: ChartStyle;
  /** Whose age the title says; `null` while none is known, and on a past day. */
  quote: Quote | null;
  /** Of the day that is drawn. */
  facts: DayFacts | null;
  /** New York date of the past day that the chart is moved to; else `null`. */
  pastDate: string | null;
  /** Whether a recording is played. */
  isPlayed: boolean;
  phase: PhaseState | null;
  now: number;
  /** Rows that fill the room `chartRoom` gives; `null` while there is nothing to draw. */
  chart: readonly Line[] | null;
  /** What was drawn. */
  history: History | null;
  /** Whose levels were drawn, from `drawnLevelsText`; `null` where none were. */
  levels: string | null;
  /** What its cursor reads; `null` while it is away. */
  reading: CursorReading | null;
  look: Look;
  isAnswered: boolean;
  failure: FailureText | null;
  /** The user's keys, for hints. */
  keyOf: KeyOf;
}

/** Cells for the chart in a pane of that size: all but the frame and the legend. */
export function chartRoom(rect: Rect): { width: number; height: number } {
  return { width: rect.width - boxFrameColumns, height: rect.height - boxFrameRows - 1 };
}

/** A cell of the screen as a column of the chart, and whether it lies inside of the chart. */
export function chartColumnAt(
  rect: Rect,
  column: number,
  row: number,
): { column: number; isInside: boolean } {
  const { width, height } = chartRoom(rect);
  const left = boxFrameColumns / 2;
  const inner = { x: rect.x + left, y: rect.y + boxFrameRows / 2 + 1, width, height };
  return { column: column - inner.x, isInside: contains(inner, column, row) };
}
