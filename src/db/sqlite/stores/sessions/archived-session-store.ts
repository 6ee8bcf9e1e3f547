import type { ArchivedSessionStore, RemovedRows } from '../../../../recordings/archived-sessions.ts';
import type { SessionKey } from '../../../../recordings/session-rows.ts';
import {
  archivedAnewColumns,
  archivedSessionColumns as columns,
  type ArchivedSessionRow as Row,
  countedColumns,
  removedColumns,
  toArchivedSession,
} from '../../../rows/archived-session-rows.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { Writer } from '../../writer.ts';

/** Of other connections' changes SQLite counts fewer than this. */
const ownChange = 2 ** 32;

export function createArchivedSessionStore(native: NativeDatabase, writer: Writer): ArchivedSessionStore {
  // What this connection writes changes no `data_version` of its own.
  let ownChanges = 0;
  const write = <T>(run: () => T) =>
    writer.write(() => {
      ownChanges += 1;
      return run();
    });
  const dataVersion = native.prepare<[], number>('pragma data_version').pluck();
  const set = archivedAnewColumns;
  const put = native.prepare<[Row]>(`
    insert into archived_sessions (underlying, date, ${set.join(', ')}, chains_removed_at, quotes_removed_at)
    values (@underlying, @date, ${countedColumns.map((name) => `@${name}`).join(', ')}, @bytes, @hash, @archivedAt, @verifiedAt,
      @problem, @chainsRemovedAt, @quotesRemovedAt)
    on conflict (date, underlying) do update set ${set.map((name) => `${name} = excluded.${name}`).join(', ')},
      chains_removed_at = coalesce(archived_sessions.chains_removed_at, excluded.chains_removed_at),
      quotes_removed_at = coalesce(archived_sessions.quotes_removed_at, excluded.quotes_removed_at)`);
  const keyed = 'where date = :date and underlying = :underlying';
  const one = native.prepare<SessionKey, Row>(`select ${columns} from archived_sessions ${keyed}`);
  const all = native.prepare<[], Row>(`select ${columns} from archived_sessions order by date, underlying`);
  const verified = native.prepare<SessionKey & { at: number }>(
    `update archived_sessions set verified_at = :at, problem = null ${keyed}`,
  );
  const damaged = native.prepare<SessionKey & { problem: string }>(
    `update archived_sessions set problem = :problem ${keyed}`,
  );
  const removedOf = (column: string) =>
    native.prepare<SessionKey & { at: number }>(
      `update archived_sessions set ${column} = coalesce(${column}, :at) ${keyed}`,
    );
  const removed = { chains: removedOf(removedColumns.chains), quotes: removedOf(removedColumns.quotes) };
  const remove = native.prepare<SessionKey>(`delete from archived_sessions ${keyed}`);
  const markAll = native.transaction((keys: readonly SessionKey[], rows: RemovedRows, at: number) => {
    for (const key of keys) removed[rows].run({ ...keyOf(key), at });
  });

  return {
    record: ({ counts, ...session }) => write(() => void put.run({ ...session, ...counts })),
    async of(key) {
      const row = one.get(keyOf(key));
      return row ? toArchivedSession(row) : null;
    },
    all: async () => all.all().map(toArchivedSession),
    version: async () => ownChanges * ownChange + dataVersion.get()!,
    markVerified: (key, at) => write(() => void verified.run({ ...keyOf(key), at })),
    markDamaged: (key, problem) => write(() => void damaged.run({ ...keyOf(key), problem })),
    markRemoved: (keys, rows, at) => write(() => markAll.immediate(keys, rows, at)),
    remove: (key) => write(() => void remove.run(keyOf(key))),
  };
}

function keyOf({ underlying, date }: SessionKey): SessionKey {
  return { underlying, date };
}
