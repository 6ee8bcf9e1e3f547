import { Box, Text } from 'ink';
import { memo } from 'react';
import type { Rect } from '../layout.ts';

const PaintedLine = memo(function PaintedLine({ text }: { text: string }) {
  return <Text wrap="truncate">{text}</Text>;
});

export interface LinesProps {
  rect: Rect;
  /** Painted lines, each exactly as wide as the rectangle: Ink gives an empty one no row. */
  lines: readonly string[];
}

/** Painted lines at a place on the screen. One text node a line: half the cost of one a cell, and only changed ones are laid out again. */
export function Lines({ rect, lines }: LinesProps) {
  return (
    <Box
      position="absolute"
      left={rect.x}
      top={rect.y}
      width={rect.width}
      height={rect.height}
      flexDirection="column"
      overflow="hidden"
    >
      {lines.map((text, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its row; there is nothing else to tell lines apart by.
        <PaintedLine key={row} text={text} />
      ))}
    </Box>
  );
}
