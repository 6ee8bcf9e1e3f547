import type { PlaybackSession } from '../../../../protocol/playback.ts';

/** Which column of the scrub bar stands for which instant. Columns count from 0, instants are epoch ms. */
export interface ScrubScale {
  columns: number;
  /** The nearest column for an instant of another session. */
  columnOf(at: number): number;
  /** Where a column begins: the first whole second in it. */
  instantAt(column: number): number;
}

/** The times that a scrub bar covers. */
export type SessionTimes = Pick<PlaybackSession, 'preOpen' | 'open' | 'optionClose' | 'postClose'>;

/** Parts of the columns for the hours before the open and after the close, in which little is recorded. */
const preShare = 0.1;
const postShare = 0.07;

interface Part {
  from: number;
  to: number;
  first: number;
  columns: number;
}

function partsOf({ preOpen, open, optionClose, postClose }: SessionTimes, columns: number): Part[] {
  const pre = open > preOpen ? Math.max(2, Math.round(columns * preShare)) : 0;
  const post = postClose > optionClose ? Math.max(2, Math.round(columns * postShare)) : 0;
  const main = columns - pre - post;
  return [
    { from: preOpen, to: open, first: 0, columns: pre },
    { from: open, to: optionClose, first: pre, columns: main },
    { from: optionClose, to: postClose, first: pre + main, columns: post },
  ].filter((part) => part.columns > 0);
}

/** Each part of the session has its own scale: the hours in which options trade get most of the columns. */
export function scrubScale(times: SessionTimes, columns: number): ScrubScale {
  const parts = partsOf(times, columns);
  const first = parts[0]!;
  return {
    columns,
    columnOf(at) {
      const part = parts.findLast(({ from }) => at >= from) ?? first;
      // Multiplied first: a share of the part would be rounded, and a column's own instant may lie in the one before.
      const within = Math.floor(((at - part.from) * part.columns) / (part.to - part.from));
      return part.first + Math.max(0, Math.min(part.columns - 1, within));
    },
    instantAt(column) {
      const part = parts.findLast((each) => column >= each.first) ?? first;
      const within = Math.max(0, Math.min(part.columns, column - part.first));
      const at = part.from + (within * (part.to - part.from)) / part.columns;
      return Math.ceil(at / 1000) * 1000;
    },
  };
}
