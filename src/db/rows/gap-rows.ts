import type { Gap, NoticedGap } from '../../recordings/gaps.ts';
import { namedColumns } from './named-columns.ts';

/** A row of `poll_gaps`; times of notice are `null` where they were not recorded. */
export interface GapRow extends Gap {
  noticedAt: number | null;
  endNoticedAt: number | null;
}

const columns = {
  underlying: 'underlying',
  job: 'job',
  sessionDate: 'session_date',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  reason: 'reason',
  noticedAt: 'noticed_at',
  endNoticedAt: 'end_noticed_at',
} as const satisfies Record<keyof GapRow, string>;

/** A row's columns as `GapRow` names them, for a `select`. */
export const gapColumns: string = namedColumns(columns);

/** The columns that `gapValues` has the values of. */
export const gapInsertColumns: readonly string[] = [...Object.values(columns), 'created_at'];

/** A gap's values in the order of `gapInsertColumns`. */
export function gapValues(row: GapRow): (string | number | null)[] {
  return [
    ...(Object.keys(columns) as (keyof GapRow)[]).map((name) => row[name]),
    row.endedAt ?? row.startedAt,
  ];
}

/**
 * A row as a gap at an instant.
 * @param endKnownAt since when the gap is over; it lasts until then
 */
export function toGap(row: Gap, endKnownAt: number | null, asOf: number): Gap {
  const { underlying, job, sessionDate, startedAt, reason } = row;
  const isOver = endKnownAt !== null && endKnownAt <= asOf;
  return { underlying, job, sessionDate, startedAt, endedAt: isOver ? row.endedAt : null, reason };
}

/** Of rows, the gaps that had been noticed by an instant. */
export function noticedBy(rows: readonly GapRow[], asOf: number): NoticedGap[] {
  return rows.flatMap((row) => {
    const noticedAt = row.noticedAt ?? row.startedAt;
    const endNoticedAt = row.endNoticedAt ?? row.endedAt;
    const gap = toGap(row, endNoticedAt, asOf);
    const isOver = gap.endedAt !== null;
    return noticedAt <= asOf ? { ...gap, noticedAt, endNoticedAt: isOver ? endNoticedAt : null } : [];
  });
}

/** Gaps without the times at which they were noticed. */
export function withoutNotice(gaps: readonly NoticedGap[]): Gap[] {
  return gaps.map(({ noticedAt: _, endNoticedAt: __, ...gap }) => gap);
}
