import type { WriteStream } from 'node:tty';
import type { ColorLevel } from '../../config/look.ts';

const levelOfDepth: Record<number, ColorLevel> = { 1: 0, 4: 1, 8: 2, 24: 3 };

/**
 * How many colours the terminal has: none, 16, 256 or all. `NO_COLOR` set to anything but an empty text means none, as
 * no-color.org says.
 */
export function colorLevel(
  env: Readonly<Record<string, string | undefined>>,
  stream: Pick<WriteStream, 'getColorDepth'>,
): ColorLevel {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 0;
  return levelOfDepth[stream.getColorDepth({ ...env })] ?? 1;
}
