import { remembered } from '../../base/remembered.ts';
import type { Token } from '../theme/tokens.ts';
import { fitLine, type Line, lineWidth, shortenLine } from './line.ts';

/** A box: its size in cells, the texts in its border, and its lines. */
export interface Box {
  width: number;
  height: number;
  isFocused: boolean;
  /** In the top border, on the left. */
  title: Line;
  /** In the top border, on the right; left out when there is no room. */
  status?: Line;
  /** In the bottom border, on the right; left out when there is no room. */
  note?: Line;
  body: readonly Line[];
}

/** Cells of a box that are its frame: a line and a space on each side. */
export const boxFrameColumns = 4;
export const boxFrameRows = 2;

function edge(
  left: Line,
  right: Line,
  width: number,
  corners: readonly [string, string],
  isFocused: boolean,
): Line {
  const border = isFocused ? 'borderFocused' : 'border';
  const inner = width - 2;
  // Each label takes a space on both sides and leaves a piece of border at its end: ─ label ─.
  const start: Line = left.length > 0 ? [['─ ', border], ...shortenLine(left, inner - 4), [' ', border]] : [];
  const room = inner - lineWidth(start);
  const isRightShown = right.length > 0 && lineWidth(right) + 4 <= room;
  const end: Line = isRightShown ? [[' ', border], ...right, [' ─', border]] : [];
  const rest = Math.max(0, room - lineWidth(end));
  return [[corners[0], border], ...start, ['─'.repeat(rest), border], ...end, [corners[1], border]];
}

/** Most lines of a pane stay the same from second to second, so their framed form is kept. */
const framed = remembered((line: Line, width: number, border: Token): Line => {
  return [['│ ', border], ...fitLine(line, width - boxFrameColumns), [' │', border]];
});

const blank: Line = [];

/** A rounded box of exactly `width` × `height` cells around the lines given. */
export function drawBox(box: Box): Line[] {
  const { width, height, isFocused } = box;
  const border = isFocused ? 'borderFocused' : 'border';
  const rows = Math.max(0, height - boxFrameRows);
  const body = Array.from({ length: rows }, (_, row) => framed(box.body[row] ?? blank, width, border));
  return [
    edge(box.title, box.status ?? [], width, ['╭', '╮'], isFocused),
    ...body,
    edge([], box.note ?? [], width, ['╰', '╯'], isFocused),
  ];
}
