import { textCells } from './width.ts';
import { plainStyle, type Styles } from './styles.ts';

/** Cells of a line, left to right. */
export interface CellRow {
  /** The character of each cell; the second cell of a wide one is empty. */
  characters: string[];
  /** The style's number of each cell. */
  styles: number[];
  hasWide: boolean;
}

/** @param spare a row to be written over where it is as wide */
export function blankRow(width: number, spare?: CellRow): CellRow {
  if (spare?.characters.length === width) {
    spare.characters.fill(' ');
    spare.styles.fill(plainStyle);
    spare.hasWide = false;
    return spare;
  }
  return {
    characters: Array<string>(width).fill(' '),
    styles: Array<number>(width).fill(plainStyle),
    hasWide: false,
  };
}

/** Begins an escape sequence of the painter, which ends with an `m`. */
const csi = '\u001b[';

/** The cells of a painted line: text and the painter's own escape sequences, each of which begins after a reset. */
export function parseCells(painted: string, styles: Styles): CellRow {
  const row: CellRow = { characters: [], styles: [], hasWide: false };
  let style = plainStyle;
  const add = (text: string) => {
    const blank = styles.ofBlank(style);
    const cells = textCells(text);
    for (let at = 0; at < cells.length; at++) {
      const character = cells[at]!;
      if (character === '') row.hasWide = true;
      row.characters.push(character);
      row.styles.push(character === ' ' ? blank : style);
    }
  };
  let from = 0;
  for (let start = painted.indexOf(csi); start >= 0; start = painted.indexOf(csi, from)) {
    const end = painted.indexOf('m', start);
    if (end < 0) break;
    if (start > from) add(painted.slice(from, start));
    style = styles.of(painted.slice(start + csi.length, end));
    from = end + 1;
  }
  if (from < painted.length) add(painted.slice(from));
  return row;
}

/** Puts `over` into `row` from a column on; what lies outside is cut off, and half of a wide character is blank. */
export function putCells(row: CellRow, column: number, over: CellRow, width: number): void {
  const from = Math.max(0, column);
  const to = Math.min(row.characters.length, column + Math.min(width, over.characters.length));
  if (to <= from) return;
  if (row.characters[from] === '' && from > 0) row.characters[from - 1] = ' ';
  for (let cell = from; cell < to; cell++) {
    row.characters[cell] = over.characters[cell - column]!;
    row.styles[cell] = over.styles[cell - column]!;
  }
  const isCut = over.characters[to - column] === '';
  if (isCut) row.characters[to - 1] = ' ';
  if (row.characters[to] === '') row.characters[to] = ' ';
  if (row.characters[from] === '') row.characters[from] = ' ';
  row.hasWide ||= over.hasWide;
}
