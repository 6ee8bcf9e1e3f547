import { defineEntity, p } from '@mikro-orm/sqlite';
import { date, instant, instantCheck, instantNow, optionalInstant, ticker } from './columns.ts';

/** Time that should have been recorded and was not. */
export const PollGap = defineEntity({
  name: 'PollGap',
  tableName: 'poll_gaps',
  properties: {
    id: p.integer().primary().autoincrement(),
    job: p.string().columnType('varchar(50)').check('length(job) >= 1 and length(job) <= 50'),
    /** New York date of the session that the gap lies in. */
    sessionDate: date('session_date'),
    startedAt: instant('started_at'),
    /** NULL while the gap lasts. */
    endedAt: optionalInstant('ended_at'),
    reason: p.text(),
    createdAt: instantNow(),
    /** Of whose quotes or chains; of the rows from before the column, the one that was recorded most. */
    underlying: ticker('underlying').default('SPY'),
    /** When the daemon began the gap, which may be long after its start; NULL on rows from before the column. */
    noticedAt: optionalInstant('noticed_at'),
    /** When the daemon ended it; NULL while it lasts, and on rows from before the column. */
    endNoticedAt: optionalInstant('end_noticed_at'),
  },
  indexes: [
    { name: 'idx_poll_gaps_underlying_session_date_job', properties: ['underlying', 'sessionDate', 'job'] },
  ],
  uniques: [
    // A job of an underlying has at most one open gap, and finding it reads nothing else.
    {
      name: 'idx_poll_gaps_underlying_job_open',
      properties: ['underlying', 'job'],
      where: 'ended_at is null',
    },
  ],
  checks: [
    instantCheck('poll_gaps', 'created_at'),
    { name: 'poll_gaps_ends_later', expression: 'ended_at is null or ended_at >= started_at' },
  ],
});
