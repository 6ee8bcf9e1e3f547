import type { Line } from '../render/line.ts';
import { barHeight, barRows } from './bars.ts';

/** Requests of one minute. */
export interface MinuteCalls {
  calls: number;
  /** Of these. */
  errors: number;
}

/** `rows` lines of one cell a minute; failed calls stand on those that were answered. */
export function callBars(minutes: readonly MinuteCalls[], rows: number): Line[] {
  const max = Math.max(...minutes.map(({ calls }) => calls));
  const heights = minutes.map(({ calls }) => barHeight(calls, max, rows));
  const failed = minutes.map(({ errors }) => barHeight(errors, max, rows));
  // A cell has one colour; one with any failure has the colour of failures.
  return barRows(heights, rows, (minute, top) =>
    failed[minute]! > 0 && top > heights[minute]! - failed[minute]! ? 'error' : 'accent',
  );
}
