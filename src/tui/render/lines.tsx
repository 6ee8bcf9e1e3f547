import { useLayoutEffect, useState } from 'react';
import type { Rect } from '../layout/rect.ts';
import { useCellBuffer } from './cell-buffer-context.ts';

/** Lines and their place. */
export interface LinesProps {
  rect: Rect;
  /** Painted lines, each exactly as wide as the rectangle. */
  lines: readonly string[];
  /** Above the panes. */
  isOver?: boolean;
}

/**
 * Painted lines at a place on the screen. They go to the cell buffer, and not through Ink's text nodes: of a frame of
 * 40 lines Ink takes every character apart three times, 18 ms of processor time, and writes changed lines anew to
 * their end.
 */
export function Lines({ rect, lines, isOver = false }: LinesProps) {
  const cellBuffer = useCellBuffer();
  const [owner] = useState(() => ({}));
  useLayoutEffect(
    () => cellBuffer.put(owner, { rect, lines, isOver }),
    [cellBuffer, owner, rect, lines, isOver],
  );
  useLayoutEffect(() => () => cellBuffer.remove(owner), [cellBuffer, owner]);
  return null;
}
