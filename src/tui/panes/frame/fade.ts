import { remembered } from '../../../base/remembered.ts';
import type { Line } from '../../render/line.ts';
import type { Painter } from '../../theme/painter.ts';

const faded = remembered((line: Line): Line => line.map(([text]) => [text, 'stale'] as const));

/** The same text without its colours, for values that are stale. */
export function fadeLines(lines: readonly Line[]): Line[] {
  return lines.map((line) => faded(line));
}

/** A painter without colours, for panes whose values are all stale. The same one each time, so that nothing is drawn anew. */
export const fadingPainter = remembered(
  (painter: Painter): Painter => ({ ...painter, line: (line) => painter.line(faded(line)) }),
);
