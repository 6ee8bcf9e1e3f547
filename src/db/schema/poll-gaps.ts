import { defineEntity, p } from '@mikro-orm/sqlite';
import { date, instant, instantCheck, instantNow, optionalInstant } from './columns.ts';

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
  },
  indexes: [{ name: 'idx_poll_gaps_session_date_job', properties: ['sessionDate', 'job'] }],
  uniques: [
    // A job has at most one open gap, and finding it reads nothing else.
    { name: 'idx_poll_gaps_job_open', properties: 'job', where: 'ended_at is null' },
  ],
  checks: [
    instantCheck('poll_gaps', 'created_at'),
    { name: 'poll_gaps_ends_later', expression: 'ended_at is null or ended_at >= started_at' },
  ],
});
