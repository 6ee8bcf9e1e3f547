import type { Gap, GapKey, GapStore } from '../../../recordings/gaps.ts';
import {
  type GapRow,
  gapColumns,
  gapInsertColumns,
  gapValues,
  noticedBy,
  toGap,
  withoutNotice,
} from '../../rows/gap-rows.ts';
import type { PostgresConnection, Sql, SqlTransaction } from '../connection/sql.ts';
import { insertText } from '../insert-text.ts';
import type { PostgresWriter } from '../writer.ts';

const insert = insertText('poll_gaps', gapInsertColumns);

// At most one is open of a job.
const insertOpen = `${insert} on conflict (underlying, job) where ended_at is null do nothing`;

const end = `update poll_gaps set ended_at = greatest($3::bigint, started_at), end_noticed_at = $4
  where underlying = $1 and job = $2 and ended_at is null returning ${gapColumns}`;

const cuts = [
  'delete from poll_gaps where underlying = $1 and job = $2 and started_at > $3',
  ...['ended_at', 'noticed_at', 'end_noticed_at'].map(
    (column) =>
      `update poll_gaps set ${column} = $3 where underlying = $1 and job = $2 and ${column} > $3::bigint`,
  ),
];

const removeSince = 'delete from poll_gaps where underlying = $1 and job = $2 and started_at >= $3';

const last = `select ${gapColumns} from poll_gaps where underlying = $1 and job = $2 and started_at <= $3
  order by session_date desc, started_at desc, id desc limit 1`;

const ofSession = `select ${gapColumns} from poll_gaps
  where underlying = $1 and session_date = $2 and started_at <= $3 and job = coalesce($4, job) order by started_at, id`;

const all = `select ${gapColumns} from poll_gaps where underlying = $1 and session_date = $2 order by started_at, id`;

/** Gaps in `poll_gaps`. */
export function createGapStore(connection: PostgresConnection, { write }: PostgresWriter): GapStore {
  const noticed: GapStore['noticed'] = async (underlying, sessionDate, asOf) =>
    noticedBy(await connection.all<GapRow>(all, [underlying, sessionDate]), asOf);

  return {
    record: (gap, times) =>
      write(async (sql) => {
        await sql.run(insert, gapValues(asRow(gap, times?.begin, times?.end)));
      }),
    open: (gap, noticedAt) =>
      write(async (sql) => {
        return (await sql.run(insertOpen, gapValues(asRow({ ...gap, endedAt: null }, noticedAt)))) > 0;
      }),
    closeOpen: ({ underlying, job }, endedAt, noticedAt) =>
      write(async (sql) => {
        const row = await sql.get<GapRow>(end, [underlying, job, endedAt, noticedAt ?? null]);
        return row && toGap(row, row.endedAt, Number.POSITIVE_INFINITY);
      }),
    cut: (key, at) => write((sql) => cut(sql, key, at)),
    replaceSince: ({ underlying, job }, from, gaps) =>
      write(async (sql) => {
        await sql.run(removeSince, [underlying, job, from]);
        for (const gap of gaps) await sql.run(insert, gapValues(gap));
      }),
    last: (key, asOf) => lastOf(connection, key, asOf),
    async ofSession(underlying, sessionDate, asOf, job) {
      const rows = await connection.all<GapRow>(ofSession, [underlying, sessionDate, asOf, job ?? null]);
      return rows.map((row) => toGap(row, row.endedAt, asOf));
    },
    known: async (underlying, sessionDate, asOf) =>
      withoutNotice(await noticed(underlying, sessionDate, asOf)),
    noticed,
  };
}

const asRow = (gap: Gap, begin?: number, end?: number | null): GapRow => ({
  ...gap,
  noticedAt: begin ?? null,
  endNoticedAt: end ?? null,
});

async function cut(sql: SqlTransaction, { underlying, job }: GapKey, at: number): Promise<void> {
  for (const statement of cuts) await sql.run(statement, [underlying, job, at]);
}

async function lastOf(sql: Sql, { underlying, job }: GapKey, asOf: number): Promise<Gap | null> {
  const row = await sql.get<GapRow>(last, [underlying, job, asOf]);
  return row && toGap(row, row.endedAt, asOf);
}
