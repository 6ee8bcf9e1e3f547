import type {
  ArchivedSession,
  ArchivedSessionStore,
  RemovedRows,
} from '../../../../recordings/archived-sessions.ts';
import type { SessionCounts, SessionKey } from '../../../../recordings/session-rows.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { Writer } from '../../writer.ts';

type Row = SessionCounts & Omit<ArchivedSession, 'counts'>;

const counted = ['polls', 'contracts', 'quotes', 'levels', 'gaps', 'alerts'] as const;

const columns = `underlying, date, ${counted.join(', ')}, bytes, hash, archived_at as archivedAt,
  verified_at as verifiedAt, problem, chains_removed_at as chainsRemovedAt, quotes_removed_at as quotesRemovedAt`;

const removedColumn: Record<RemovedRows, string> = {
  chains: 'chains_removed_at',
  quotes: 'quotes_removed_at',
};

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
  const set = [...counted, 'bytes', 'hash', 'archived_at', 'verified_at', 'problem'];
  const put = native.prepare<[Row]>(`
    insert into archived_sessions (underlying, date, ${set.join(', ')}, chains_removed_at, quotes_removed_at)
    values (@underlying, @date, ${counted.map((name) => `@${name}`).join(', ')}, @bytes, @hash, @archivedAt, @verifiedAt,
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
  const removed = { chains: removedOf(removedColumn.chains), quotes: removedOf(removedColumn.quotes) };
  const remove = native.prepare<SessionKey>(`delete from archived_sessions ${keyed}`);
  const markAll = native.transaction((keys: readonly SessionKey[], rows: RemovedRows, at: number) => {
    for (const key of keys) removed[rows].run({ ...keyOf(key), at });
  });

  return {
    record: ({ counts, ...session }) => write(() => void put.run({ ...session, ...counts })),
    async of(key) {
      const row = one.get(keyOf(key));
      return row ? toSession(row) : null;
    },
    all: async () => all.all().map(toSession),
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

function toSession({ polls, contracts, quotes, levels, gaps, alerts, ...session }: Row): ArchivedSession {
  return { ...session, counts: { polls, contracts, quotes, levels, gaps, alerts } };
}
