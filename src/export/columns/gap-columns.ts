import type { NoticedGap } from '../../recordings/gaps.ts';
import type { Cell, ExportColumn } from './column.ts';

/** The columns of gaps; the order of `gapCells`. */
export const gapColumns: readonly ExportColumn[] = [
  { name: 'session_date', kind: 'date', meaning: 'date of the session' },
  { name: 'underlying', kind: 'word', meaning: '`SPY`, or `I:SPX` for an index' },
  {
    name: 'job',
    kind: 'word',
    meaning: 'what was not recorded: `quote`, `chain`, or `chain DATE` of a later expiration',
  },
  { name: 'started_at', kind: 'instant', meaning: 'when the gap begins' },
  { name: 'ended_at', kind: 'instant', meaning: 'when it ends; empty while it lasts' },
  { name: 'reason', kind: 'text', meaning: 'why nothing was recorded' },
  { name: 'noticed_at', kind: 'instant', meaning: 'when the daemon noticed it, which may be long after' },
  { name: 'end_noticed_at', kind: 'instant', meaning: 'when it noticed the end' },
];

export function gapCells(gap: NoticedGap): Cell[] {
  return [
    gap.sessionDate,
    gap.underlying,
    gap.job,
    gap.startedAt,
    gap.endedAt,
    gap.reason,
    gap.noticedAt,
    gap.endNoticedAt,
  ];
}
