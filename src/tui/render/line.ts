import type { Background, Token } from '../theme/tokens.ts';
import { shortenText, textWidth } from './width.ts';

/** A piece of text with one meaning. The text must be free of control characters and escape sequences. */
export type Span = readonly [text: string, token?: Token, background?: Background];

/** One line of a pane before it is painted. */
export type Line = readonly Span[];

export function lineWidth(line: Line): number {
  let width = 0;
  // Taking a span apart (`const [text] = span`) makes an iterator for each; this runs some thousand times a frame.
  for (let at = 0; at < line.length; at++) width += textWidth(line[at]![0]);
  return width;
}

/** The line in at most `width` cells, ending in an ellipsis where something was left out. */
export function shortenLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  const short: Span[] = [];
  let left = width;
  for (const [index, [text, token, background]] of line.entries()) {
    const cells = textWidth(text);
    const isLast = index === line.length - 1;
    if (cells < left || (cells === left && isLast)) {
      short.push([text, token, background]);
      left -= cells;
      continue;
    }
    // One cell more than there is room for makes `shortenText` end in its ellipsis.
    short.push([cells > left ? shortenText(text, left) : shortenText(`${text} …`, left), token, background]);
    break;
  }
  return short;
}

/** The line in exactly `width` cells. */
export function fitLine(line: Line, width: number, background?: Background): Line {
  const short = shortenLine(line, width);
  const rest = width - lineWidth(short);
  return rest > 0 ? [...short, [' '.repeat(rest), 'text', background]] : short;
}

/** `left` and `right` at the two ends of `width` cells; `right` gives way when both do not fit. */
export function spreadLine(left: Line, right: Line, width: number): Line {
  const room = width - lineWidth(left);
  const rightWidth = lineWidth(right);
  if (rightWidth === 0 || room < rightWidth + 1) return fitLine(left, width);
  return [...left, [' '.repeat(room - rightWidth)], ...right];
}

/** `lines` with `gap` between them, as many from the start as fit into `width` cells. */
export function joinFitting(parts: readonly Line[], gap: Span, width: number): Line {
  const joined: Span[] = [];
  let used = 0;
  for (const part of parts) {
    const cells = lineWidth(part) + (joined.length > 0 ? textWidth(gap[0]) : 0);
    if (used + cells > width) break;
    if (joined.length > 0) joined.push(gap);
    joined.push(...part);
    used += cells;
  }
  return joined;
}

/** The piece of a line of narrow characters from one cell up to, not including, another. */
function sliceLine(line: Line, from: number, to: number): Span[] {
  const pieces: Span[] = [];
  let at = 0;
  for (const [text, token, background] of line) {
    const piece = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (piece !== '') pieces.push([piece, token, background]);
    at += text.length;
  }
  return pieces;
}

/** `line`, which must be of narrow characters, with `over` in place of what stands at that cell. */
export function overlayLine(line: Line, at: number, over: Line): Line {
  const start = Math.max(0, at);
  return [
    ...sliceLine(line, 0, start),
    ...over,
    ...sliceLine(line, start + lineWidth(over), Number.POSITIVE_INFINITY),
  ];
}

/** The line's text alone. */
export function plainLine(line: Line): string {
  return line.map(([text]) => text).join('');
}
