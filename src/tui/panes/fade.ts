import type { Line } from '../draw/line.ts';

/** The same text without its colours: values that are older than they should be are still there, but do not speak up. */
export function fadeLines(lines: readonly Line[]): Line[] {
  return lines.map((line) => line.map(([text]) => [text, 'stale'] as const));
}
