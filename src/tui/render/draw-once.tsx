import { renderToString } from 'ink';
import { type ReactNode, useLayoutEffect } from 'react';
import { type Frame, frameUpdate, type StyledFrame } from './frame.ts';
import { createCellBuffer } from './cell-buffer.ts';
import { CellBufferContext } from './cell-buffer-context.ts';

/** The last component of the tree: when its effect runs, all others have drawn. */
function Taken({ take }: { take: () => void }) {
  useLayoutEffect(take);
  return null;
}

/** Draws a tree once, on a screen that nobody sees. */
export function drawFrame(tree: ReactNode, size: { columns: number; rows: number }): StyledFrame {
  const cellBuffer = createCellBuffer();
  let frame: Frame = [];
  renderToString(
    <CellBufferContext value={cellBuffer}>
      {tree}
      <Taken
        take={() => {
          frame = cellBuffer.frame(size);
        }}
      />
    </CellBufferContext>,
    { columns: size.columns },
  );
  return { frame, styles: cellBuffer.styles };
}

/** Draws a tree once, as lines of text with escape sequences and without blanks at their ends. */
export function drawOnce(tree: ReactNode, size: { columns: number; rows: number }): string[] {
  const { frame, styles } = drawFrame(tree, size);
  return frame.map((row) => {
    const painted = frameUpdate(null, [row], styles);
    return painted.replace(/^\u001b\[1;1H/, '').replace(/\u001b\[K$/, '');
  });
}
