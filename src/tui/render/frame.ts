import type { CellRow } from './cell-row.ts';
import { plainStyle, type Styles } from './styles.ts';

/** The whole screen: its rows from top to bottom. */
export type Frame = readonly CellRow[];

/** A frame, and the looks that the styles of its cells stand for. */
export interface StyledFrame {
  frame: Frame;
  styles: Styles;
}

/** Up to so many unchanged cells are cheaper to write again than to jump over. */
const longestBridge = 4;

function isChanged(before: CellRow | undefined, after: CellRow, cell: number): boolean {
  return (
    before === undefined ||
    before.characters[cell] !== after.characters[cell] ||
    before.styles[cell] !== after.styles[cell]
  );
}

/** The first of the plain blanks at the end of the row. */
function contentEnd({ characters, styles }: CellRow): number {
  let end = characters.length;
  while (end > 0 && characters[end - 1] === ' ' && styles[end - 1] === plainStyle) end -= 1;
  return end;
}

/**
 * The bytes that turn a terminal showing `before` (`null`: unknown) into one showing `after`: only the cells that
 * differ, in as few bytes as possible. Styles are plain before and after; the cursor may be anywhere. Empty where
 * nothing differs.
 */
export function frameUpdate(before: Frame | null, after: Frame, styles: Styles): string {
  let text = '';
  let style = plainStyle;
  const wear = (next: number) => {
    text += styles.change(style, next);
    style = next;
  };
  /** Whether the current style is right for a cell; a blank looks the same in many styles. */
  const isWorn = ({ characters, styles: worn }: CellRow, cell: number) =>
    worn[cell] === style || (characters[cell] === ' ' && worn[cell] === styles.ofBlank(style));
  after.forEach((row, line) => {
    const old = before?.[line];
    const width = row.characters.length;
    // Terminals disagree about which characters are wide. A row with such characters, now or before, is erased and
    // written from its beginning, and the cursor is placed after each of them.
    const hasWide = row.hasWide || old?.hasWide === true;
    const isAnew = hasWide && row.characters.some((_, cell) => isChanged(old, row, cell));
    const known = isAnew ? undefined : old;
    const end = contentEnd(row);
    /** The cell that the cursor is at; `null` where that is unknown. */
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
      // Erased instead of written, so that text copied from the terminal has no blanks at its end.
      if (cell >= end) {
        goTo(end);
        wear(plainStyle);
        text += '\u001b[K';
        return;
      }
      goTo(cell);
      if (!isWorn(row, cell)) wear(row.styles[cell]!);
      text += row.characters[cell]!;
      // After the last column terminals disagree about where the cursor is.
      const isKnown = cell + 1 < width && row.characters[cell] !== '';
      cursor = isKnown ? cell + 1 : null;
    }
  });
  wear(plainStyle);
  return text;
}
