import { type Cell, cellsOf, isBlank, linesOf } from '../../render/cells.ts';
import type { Line } from '../../render/line.ts';
import type { Token } from '../../theme/tokens.ts';

/** Where the cursor is drawn in a chart; rows and columns from its top left cell. */
export interface CursorPlace {
  column: number;
  /** Rows of the prices, from the top. */
  plotRows: number;
  /** The row of the times. */
  timeRow: number;
  /** What stands there under the cursor. */
  time: string;
  /** Row of the price on a line; `null` where none is marked. */
  priceRow: number | null;
}

const lineToken: Token = 'key';

/**
 * The chart with a line from top to bottom. What is drawn there stays readable, on another background; without colours the
 * line is in the gaps of it.
 */
export function drawCursor(chart: readonly Line[], place: CursorPlace): Line[] {
  const { column, plotRows, timeRow, time, priceRow } = place;
  const rows = cellsOf(chart);
  for (const [index, row] of rows.entries()) {
    if (index === timeRow) putTime(row, column, time);
    else if (index < plotRows || index > timeRow) putLine(row, column);
  }
  const marked = priceRow === null ? undefined : rows[priceRow];
  if (marked?.[column])
    marked[column] = { character: '●', token: 'strong', background: marked[column].background };
  return linesOf(rows);
}

function putLine(row: Cell[], column: number): void {
  const cell = row[column];
  if (!cell) return;
  row[column] = isBlank(cell)
    ? { ...cell, character: '┃', token: lineToken }
    : { ...cell, background: 'selection' };
}

/** In the middle below the line, as far as the edges allow, with a blank on both sides. */
function putTime(row: Cell[], column: number, time: string): void {
  const text = ` ${time} `;
  const from = Math.max(0, Math.min(row.length - text.length, column - (text.length >> 1)));
  clearLabel(row, from, -1);
  clearLabel(row, from + text.length - 1, 1);
  for (const [index, character] of [...text].entries()) {
    if (row[from + index]) row[from + index] = { character, token: 'strong', background: 'tab' };
  }
}

/** Clears the rest of a label that is covered in part: half a time would be another one. Two blanks are between labels. */
function clearLabel(row: Cell[], from: number, step: 1 | -1): void {
  for (let at = from; !isBlank(row[at]) || !isBlank(row[at + step]); at += step) {
    const cell = row[at];
    if (!cell) return;
    row[at] = { ...cell, character: ' ' };
  }
}
