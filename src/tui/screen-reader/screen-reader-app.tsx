import { Box, Text } from 'ink';
import { useSyncExternalStore } from 'react';
import { TerminalInput, type TerminalInputProps } from '../input/terminal-input.tsx';
import type { PacedText } from './paced-text.ts';

/** The text, and what the keys act on. */
export interface ScreenReaderAppProps extends Pick<TerminalInputProps, 'context' | 'onHandOver' | 'fail'> {
  text: PacedText;
}

/** The dashboard for a screen reader: one sentence below the other. The keys are the same. */
export function ScreenReaderApp({ text, context, onHandOver, fail }: ScreenReaderAppProps) {
  const lines = useSyncExternalStore(text.subscribe, text.get);
  return (
    <Box flexDirection="column">
      <TerminalInput {...{ context, onHandOver, fail }} mouse={null} screen={null} />
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its row.
        <Text key={row}>{line}</Text>
      ))}
    </Box>
  );
}
