import { Box, Text } from 'ink';
import { useSyncExternalStore } from 'react';
import { type AppProps, Keys } from '../app.tsx';
import type { PacedText } from './paced-text.ts';

/** The dashboard for a screen reader: sentences below each other. The keys are the same. */
export function ReaderApp({
  text,
  context,
  onHandOver,
  fail,
}: Pick<AppProps, 'context' | 'onHandOver' | 'fail'> & { text: PacedText }) {
  const lines = useSyncExternalStore(text.subscribe, text.get);
  return (
    <Box flexDirection="column">
      <Keys context={context} mouse={null} screen={null} onHandOver={onHandOver} fail={fail} />
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its row; there is nothing else to tell lines apart by.
        <Text key={row}>{line}</Text>
      ))}
    </Box>
  );
}
