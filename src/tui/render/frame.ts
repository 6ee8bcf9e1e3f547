import type { CellRow } from './cell-row.ts';
import { plainStyle, type Styles } from './styles.ts';

/** The whole screen, rows top to bottom, each as wide as the screen. */
export type Frame = readonly CellRow[];

/** As many unchanged cells are cheaper to write again than to jump over. */
const longestBridge = 4;

function isChanged(before: CellRow | undefined, after: CellRow, cell: number): boolean {
  return (
    before === undefined ||
    before.characters[cell] !== after.characters[cell] ||
    before.styles[cell] !== after.styles[cell]
  );
}

/** Where the plain blanks begin that reach to the end of the row. */
function contentEnd({ characters, styles }: CellRow): number {
  let end = characters.length;
  while (end > 0 && characters[end - 1] === ' ' && styles[end - 1] === plainStyle) end -= 1;
  return end;
}

/**
 * What turns a terminal that shows `before` (`null`: nobody knows what) into one that shows `after`: only the cells
 * that
 * differ, in as few bytes as they take. Styles are plain before and after it; the cursor is left anywhere. Empty where
 * nothing differs.
 */
export function frameUpdate(before: Frame | null, after: Frame, styles: Styles): string {
  let text = '';
  let style = plainStyle;
  const wear = (next: number) => {
    text += styles.change(style, next);
    style = next;
  };
  /** Whether a cell looks as it should in the present style: a blank does in many. */
  const isWorn = ({ characters, styles: worn }: CellRow, cell: number) =>
    worn[cell] === style || (characters[cell] === ' ' && worn[cell] === styles.ofBlank(style));
  after.forEach((row, line) => {
    const old = before?.[line];
    const width = row.characters.length;
    // Terminals differ about which characters are wide: a row that has some, or had, is erased and written from its
    // beginning, and what follows such a character is put where it belongs.
    const hasWide = row.hasWide || old?.hasWide === true;
    const isAnew = hasWide && row.characters.some((_, cell) => isChanged(old, row, cell));
    const known = isAnew ? undefined : old;
    const end = contentEnd(row);
    /** The cell that the cursor is at; `null` where nobody knows. */
    let cursor: number | null = null;
    /** The cells from one to another where they are cheaper to write again than to jump over; `null` elsewhere. */
    const bridge = (from: number, to: number) => {
      const isCheap =
        to - from <= longestBridge && row.styles.slice(from, to).every((worn) => worn === style);
      return isCheap ? row.characters.slice(from, to).join('') : null;
    };
    const goTo = (cell: number) => {
      if (cursor === null) text += `\u001b[${line + 1};${cell + 1}H`;
      else if (cursor !== cell) text += bridge(cursor, cell) ?? `\u001b[${cell - cursor}C`;
      cursor = cell;
    };
    if (isAnew) {
      wear(plainStyle);
      text += `\u001b[${line + 1};1H\u001b[K`;
    }
    for (let cell = 0; cell < width; cell++) {
      if (!isChanged(known, row, cell)) continue;
      // Erased and not written: a selection that is copied from the terminal has no blanks there then.
      if (cell >= end) {
        goTo(end);
        wear(plainStyle);
        text += '\u001b[K';
        return;
      }
      goTo(cell);
      if (!isWorn(row, cell)) wear(row.styles[cell]!);
      text += row.characters[cell]!;
      // In the last column the cursor stays behind it, where terminals do not agree on what comes next.
      const isKnown = cell + 1 < width && row.characters[cell] !== '';
      cursor = isKnown ? cell + 1 : null;
    }
  });
  wear(plainStyle);
  return text;
}
