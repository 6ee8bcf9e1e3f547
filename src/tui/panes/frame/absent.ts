import type { Line } from '../../render/line.ts';
import { dash } from '../../present/number.ts';

const waiting: Line = [['Waiting for the daemon…', 'dim']];
const notKept: Line = [[`${dash} not recorded`, 'dim']];

/** In place of what the daemon has not said yet or, in a playback, of what was never recorded. */
export function absentLine(isPlayback = false): Line {
  return isPlayback ? notKept : waiting;
}
