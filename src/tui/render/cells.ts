import type { Background, Token } from '../theme/tokens.ts';
import type { Line, Span } from './line.ts';

/** One cell of a picture that is drawn in several steps. */
export interface Cell {
  character: string;
  token: Token;
  background: Background | undefined;
}

/** Rows of cells of lines of narrow characters. */
export function cellsOf(lines: readonly Line[]): Cell[][] {
  return lines.map((line) =>
    line.flatMap(([text, token = 'text', background]) =>
      [...text].map((character): Cell => ({ character, token, background })),
    ),
  );
}

/** Lines of the cells again: neighbours that look alike are one span. */
export function linesOf(rows: readonly (readonly Cell[])[]): Line[] {
  return rows.map((row) => {
    const spans: Span[] = [];
    for (const { character, token, background } of row) {
      const last = spans.at(-1);
      if (last && last[1] === token && last[2] === background) {
        spans[spans.length - 1] = [last[0] + character, token, background];
      } else spans.push([character, token, background]);
    }
    return spans;
  });
}

/** Whether nothing is drawn there, not even a dot of braille. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell !== undefined && (cell.character === ' ' || cell.character === '\u2800');
}

/** Puts text over the cells of a row, from a column on; what lies outside is cut off. */
export function putText(row: Cell[], column: number, text: string, token: Token): void {
  for (const [index, character] of [...text].entries()) {
    const cell = row[column + index];
    if (cell) row[column + index] = { ...cell, character, token };
  }
}
