import type { CursorReading, ReadingInput } from './cursor-reading.ts';
import type { CursorStop } from './cursor-stops.ts';
import { readDay } from './read-day.ts';
import { readDays } from './read-days.ts';

/**
 * What stands under the cursor: what is drawn there, and nothing after `now`; `null` without a stop of that number.
 */
export function readStop(
  input: ReadingInput,
  stops: readonly CursorStop[],
  index: number,
): CursorReading | null {
  const stop = stops[index];
  if (!stop) return null;
  const before = stops[index - 1]?.bars?.at(-1) ?? null;
  return stop.bars ? readDays(input, stop, stop.bars, before) : readDay(input, stop);
}
