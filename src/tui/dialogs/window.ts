import { drawBox } from '../draw/box.ts';
import { type Line, lineWidth } from '../draw/line.ts';
import type { Rect } from '../layout.ts';

export interface DialogWindow {
  rect: Rect;
  lines: Line[];
}

export interface DialogContent {
  title: string;
  body: readonly Line[];
  /** What can be done, in the bottom border. */
  note: Line;
}

/** A box in the middle of the screen, as large as its content needs; header and footer stay visible. */
export function dialogWindow(
  { title, body, note }: DialogContent,
  screen: { columns: number; rows: number },
): DialogWindow {
  const widest = Math.max(title.length + 4, lineWidth(note) + 2, ...body.map(lineWidth));
  const width = Math.min(screen.columns - 2, widest + 6);
  const height = Math.min(screen.rows - 2, body.length + 4);
  const rect = {
    x: Math.floor((screen.columns - width) / 2),
    y: Math.max(1, Math.floor((screen.rows - height) / 2)),
    width,
    height,
  };
  const padded: Line[] = [[], ...body.map((line): Line => [[' '], ...line]), []];
  const lines = drawBox({
    width,
    height,
    isFocused: true,
    title: [[title, 'titleFocused']],
    note,
    body: padded,
  });
  return { rect, lines };
}
