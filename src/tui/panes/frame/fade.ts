import { remembered } from '../../../base/remembered.ts';
import type { Line } from '../../render/line.ts';

const faded = remembered((line: Line): Line => line.map(([text]) => [text, 'stale'] as const));

/** The same text without its colours, for values that are stale. */
export function fadeLines(lines: readonly Line[]): Line[] {
  return lines.map((line) => faded(line));
}
