import type { Line, Span } from '../render/line.ts';
import type { Token } from '../theme/tokens.ts';

const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
export const eighthsOfCell = 8;

/** Height of a bar among bars of `rows` rows, in eighths of a cell. Anything above nothing is at least one. */
export function barHeight(value: number, max: number, rows: number): number {
  if (!(value > 0)) return 0;
  const full = rows * eighthsOfCell;
  return Math.min(full, Math.max(1, Math.round((value / max) * full)));
}

/**
 * Vertical bars of one cell each, the top row first.
 * @param heights in eighths of a cell
 * @param token colour of one cell: the bar's number, and the eighths from the floor to the top of what is drawn in it
 */
export function barRows(
  heights: readonly number[],
  rows: number,
  token: (bar: number, top: number) => Token,
): Line[] {
  return Array.from({ length: rows }, (_, row): Line => {
    const floor = (rows - 1 - row) * eighthsOfCell;
    return heights.map((height, bar): Span => {
      const part = Math.min(eighthsOfCell, Math.max(0, height - floor));
      return [blocks[part]!, token(bar, floor + part)];
    });
  });
}
