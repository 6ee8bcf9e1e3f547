import { remembered } from '../../../base/remembered.ts';
import type { Line } from '../../render/line.ts';

const faded = remembered((line: Line): Line => line.map(([text]) => [text, 'stale'] as const));

/** The same text without its colours: values that are older than they should be are still there, but do not speak up. */
export function fadeLines(lines: readonly Line[]): Line[] {
  return lines.map((line) => faded(line));
}
