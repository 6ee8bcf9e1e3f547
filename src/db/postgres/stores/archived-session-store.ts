import type { ArchivedSessionStore } from '../../../recordings/archived-sessions.ts';
import type { SessionKey } from '../../../recordings/session-rows.ts';
import {
  archivedAnewColumns,
  archivedSessionColumns,
  type ArchivedSessionRow,
  countedColumns,
  removedColumns,
  toArchivedSession,
} from '../../rows/archived-session-rows.ts';
import type { PostgresConnection } from '../connection/sql.ts';
import type { PostgresWriter } from '../writer.ts';

const parameters = (count: number) => Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ');

const putSession = `
  insert into archived_sessions (underlying, date, ${archivedAnewColumns.join(', ')}, chains_removed_at, quotes_removed_at)
  values (${parameters(archivedAnewColumns.length + 4)})
  on conflict (date, underlying) do update set
    ${archivedAnewColumns.map((name) => `${name} = excluded.${name}`).join(', ')},
    chains_removed_at = coalesce(archived_sessions.chains_removed_at, excluded.chains_removed_at),
    quotes_removed_at = coalesce(archived_sessions.quotes_removed_at, excluded.quotes_removed_at)`;

const keyed = 'where underlying = $1 and date = $2';
const oneSession = `select ${archivedSessionColumns} from archived_sessions ${keyed}`;
const allSessions = `select ${archivedSessionColumns} from archived_sessions order by date, underlying`;
const verified = `update archived_sessions set verified_at = $3, problem = null ${keyed}`;
const damaged = `update archived_sessions set problem = $3 ${keyed}`;
const forgotten = `delete from archived_sessions ${keyed}`;
const removedOf = (column: string) => `
  update archived_sessions as s set ${column} = coalesce(s.${column}, $1)
  from unnest($2::text[], $3::date[]) as given (underlying, date)
  where s.underlying = given.underlying and s.date = given.date`;
const removed = { chains: removedOf(removedColumns.chains), quotes: removedOf(removedColumns.quotes) };

// Which transactions are visible: another text after each commit, whatever it wrote. As many bits as a number holds exactly.
const visible = `select hashtextextended(pg_current_snapshot()::text, 0) & ${Number.MAX_SAFE_INTEGER} as version`;

/** Which sessions the archive holds, in `archived_sessions`. */
export function createArchivedSessionStore(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): ArchivedSessionStore {
  const change = (text: string, { underlying, date }: SessionKey, ...values: (string | number)[]) =>
    write(async (sql) => void (await sql.run(text, [underlying, date, ...values])));
  return {
    record: ({ counts, ...session }) =>
      write(async (sql) => {
        await sql.run(putSession, [
          ...[session.underlying, session.date, ...countedColumns.map((name) => counts[name])],
          ...[session.bytes, session.hash, session.archivedAt, session.verifiedAt, session.problem],
          ...[session.chainsRemovedAt, session.quotesRemovedAt],
        ]);
      }),
    async of({ underlying, date }) {
      const row = await connection.get<ArchivedSessionRow>(oneSession, [underlying, date]);
      return row ? toArchivedSession(row) : null;
    },
    all: async () => (await connection.all<ArchivedSessionRow>(allSessions)).map(toArchivedSession),
    version: async () => (await connection.get<{ version: number }>(visible))!.version,
    markVerified: (key, at) => change(verified, key, at),
    markDamaged: (key, problem) => change(damaged, key, problem),
    markRemoved: (keys, rows, at) =>
      write(async (sql) => {
        const [underlyings, dates] = [keys.map(({ underlying }) => underlying), keys.map(({ date }) => date)];
        await sql.run(removed[rows], [at, underlyings, dates]);
      }),
    remove: (key) => change(forgotten, key),
  };
}
