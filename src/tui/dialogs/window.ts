import { drawBox } from '../render/box.ts';
import { type Line, lineWidth } from '../render/line.ts';
import type { Rect } from '../layout/rect.ts';

/** Which of a dialog's lines are shown: those that scroll, counted from 0. */
export interface ShownLines {
  first: number;
  rows: number;
  total: number;
}

/** A dialog as it is drawn: its place, its lines, and which of them are scrolled into sight. */
export interface DialogWindow {
  rect: Rect;
  lines: Line[];
  shown: ShownLines;
  /** The cell of the screen at which the first shown line of what scrolls begins. */
  bodyAt: { column: number; row: number };
}

/** What a dialog has to show, before it is fitted to the screen. */
export interface DialogContent {
  title: string;
  /** Stays above what scrolls. */
  head?: readonly Line[];
  body: readonly Line[];
  /** Stays below what scrolls: a question must never be out of sight. */
  foot?: readonly Line[];
  /** Keys that scroll, shown while some lines are out of sight. */
  scrollHint?: Line;
  /** What can be done, in the bottom border. */
  note: Line;
}

/** The screen that a dialog lies on, and how far the dialog has been scrolled. */
export interface DialogScreen {
  columns: number;
  rows: number;
  dialogTop: number;
}

/** Columns that are not text: the frame with its blanks, a blank of ours, and a column of the screen on each side. */
const frameColumns = 7;
/** The frame of the box, and the screen's header and footer. */
const frameRows = 4;

/** Cells that a line of a dialog may take on this screen. */
export function dialogColumns({ columns }: Pick<DialogScreen, 'columns'>): number {
  return columns - frameColumns;
}

/** Lines of a dialog that have room on this screen. */
export function dialogRows({ rows }: Pick<DialogScreen, 'rows'>): number {
  return rows - frameRows;
}

/**
 * A box in the middle of the screen, as large as its content needs; header and footer stay visible. If rows are short,
 * its blank lines are left out first; then it scrolls and shows which lines are in sight.
 */
export function dialogWindow(content: DialogContent, screen: DialogScreen): DialogWindow {
  const { title, head = [], body, foot = [] } = content;
  const room = dialogRows(screen);
  const isRoomy = head.length + body.length + foot.length + 2 <= room;
  const rows = Math.max(1, Math.min(body.length, room - head.length - foot.length));
  const first = Math.max(0, Math.min(screen.dialogTop, body.length - rows));
  const isScrolled = body.length > rows;
  const status: Line = isScrolled ? [[`${first + 1}–${first + rows} of ${body.length}`, 'dim']] : [];
  const hint = isScrolled ? (content.scrollHint ?? []) : [];
  const note: Line = hint.length > 0 ? [...hint, ['  ', 'dim'], ...content.note] : content.note;
  // As wide as all lines need, also those out of sight, so that scrolling does not change the width.
  const top = title.length + 4 + (isScrolled ? lineWidth(status) + 3 : 0);
  const widest = Math.max(top, lineWidth(note) + 2, ...[...head, ...body, ...foot].map(lineWidth));
  const width = Math.min(screen.columns - 2, widest + 6);
  const shown = [...head, ...body.slice(first, first + rows), ...foot];
  const height = Math.min(room + 2, shown.length + (isRoomy ? 4 : 2));
  const rect = {
    x: Math.floor((screen.columns - width) / 2),
    y: Math.max(1, Math.floor((screen.rows - height) / 2)),
    width,
    height,
  };
  const padded = shown.map((line): Line => [[' '], ...line]);
  const lines = drawBox({
    width,
    height,
    isFocused: true,
    title: [[title, 'titleFocused']],
    status,
    note,
    body: isRoomy ? [[], ...padded, []] : padded,
  });
  const bodyAt = { column: rect.x + 3, row: rect.y + (isRoomy ? 2 : 1) + head.length };
  return { rect, lines, shown: { first, rows, total: body.length }, bodyAt };
}
