import type { PlaybackSession } from '../../../../protocol/playback.ts';
import { formatClockMinute } from '../../../present/time.ts';
import { type Line, overlayLine } from '../../../render/line.ts';
import type { ScrubScale } from './scrub-scale.ts';

const minuteMs = 60_000;
/** Minutes between two ticks, the closest first. */
const steps = [30, 60, 120, 180] as const;
const labelCells = 5;
/** Between two labels. */
const gapCells = 2;

/** Instants from `from` to `to` at which New York's clock shows a multiple of some minutes. */
function ticksBetween(from: number, to: number, stepMinutes: number): number[] {
  const [hour = 0, minute = 0] = formatClockMinute(from).split(':').map(Number);
  const before = (hour * 60 + minute) % stepMinutes;
  const first = from + (before === 0 ? 0 : stepMinutes - before) * minuteMs;
  const count = Math.max(0, Math.ceil((to - first) / (stepMinutes * minuteMs)));
  return Array.from({ length: count }, (_, index) => first + index * stepMinutes * minuteMs);
}

/** Columns from `from` to, not including, `to`. */
export interface TakenColumns {
  from: number;
  to: number;
}

/**
 * Open and close of the session, and as many hours between them as have room; where there is any, both ends of the bar.
 * @param taken columns that are needed for something else
 */
export function tickLine(session: PlaybackSession, scale: ScrubScale, taken: TakenColumns | null): Line {
  const { open, close, preOpen, postClose } = session;
  const placed: { at: number; column: number }[] = [];
  const place = (at: number, column: number) => {
    const isFree = placed.every((other) => Math.abs(other.column - column) >= labelCells + gapCells);
    const isInside = column >= 0 && column + labelCells <= scale.columns;
    const isTaken = taken !== null && column < taken.to && column + labelCells > taken.from;
    if (isFree && isInside && !isTaken) placed.push({ at, column });
  };
  for (const at of [open, close]) place(at, scale.columnOf(at));
  const perMinute = (scale.columnOf(close) - scale.columnOf(open)) / ((close - open) / minuteMs);
  const step = steps.find((minutes) => minutes * perMinute >= labelCells + gapCells) ?? null;
  if (step !== null) for (const at of ticksBetween(open, close, step)) place(at, scale.columnOf(at));
  place(preOpen, 0);
  place(postClose, scale.columns - labelCells);
  let line: Line = [[' '.repeat(scale.columns)]];
  for (const { at, column } of placed) {
    line = overlayLine(line, column, [[formatClockMinute(at), at === open || at === close ? 'text' : 'dim']]);
  }
  return line;
}
