import type { NoticedGap } from '../../recordings/gaps.ts';
import { date, instant, optional, type Table, text } from './column.ts';

/** What should have been recorded of the underlying and was not, by its begin. */
const columns = {
  job: text(),
  session_date: date(),
  started_at: instant(),
  ended_at: optional(instant()),
  reason: text(),
  noticed_at: instant(),
  end_noticed_at: optional(instant()),
};

/** `gaps.parquet`, of one underlying. */
export const gapsTable = (underlying: string): Table<NoticedGap, typeof columns> => ({
  columns,
  flat: (gap) => ({
    job: gap.job,
    session_date: gap.sessionDate,
    started_at: gap.startedAt,
    ended_at: gap.endedAt,
    reason: gap.reason,
    noticed_at: gap.noticedAt,
    end_noticed_at: gap.endNoticedAt,
  }),
  row: (flat) => ({
    underlying,
    job: flat.job,
    sessionDate: flat.session_date,
    startedAt: flat.started_at,
    endedAt: flat.ended_at,
    reason: flat.reason,
    noticedAt: flat.noticed_at,
    endNoticedAt: flat.end_noticed_at,
  }),
});
