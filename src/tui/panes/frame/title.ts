import { boxFrameColumns } from '../../render/box.ts';
import { type Line, lineWidth } from '../../render/line.ts';
import { formatStaleness, type Staleness } from '../../present/staleness.ts';
import { upstreamText } from '../../present/upstream-text.ts';

/** The two texts in the top border of a box. */
export interface BoxLabels {
  title: Line;
  status: Line;
}

/** The first pair that fits into the top border of a box of this width; else the last one. */
export function pickLabels(width: number, pairs: readonly BoxLabels[]): BoxLabels {
  // Each label has a space at both sides and border around it.
  const frame = boxFrameColumns + 6;
  const fits = ({ title, status }: BoxLabels) => lineWidth(title) + lineWidth(status) + frame <= width;
  return pairs.find(fits) ?? pairs.at(-1)!;
}

/** ` · stale 0:42 · why`, for a pane's title. */
export function staleLabel(staleness: Staleness): Line {
  const why = staleness.error ? ` · ${upstreamText(staleness.error, 160)}` : '';
  return [[' · '], [formatStaleness(staleness), 'warning'], [why, 'warning']];
}

export const titleToken = (isFocused: boolean) => (isFocused ? 'titleFocused' : 'title');

/**
 * Cells that a pane's title leaves for how stale it is (` · stale 12:42`), beyond those that its frame takes anyway.
 */
export const staleCells = 10;
