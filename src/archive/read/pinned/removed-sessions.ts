import { isDeepStrictEqual } from 'node:util';
import { SpyglassError } from '../../../base/errors.ts';
import {
  type ArchivedSession,
  type ArchivedSessionStore,
  isImported,
  type RemovedRows,
} from '../../../recordings/archived-sessions.ts';
import type { SessionCounts, SessionKey } from '../../../recordings/session-rows.ts';
import type { ArchivedDates } from '../archived-dates.ts';

/** The sessions of which a database may lack rows, as they are known at one moment. */
export interface RemovedSessions {
  /** Trade dates of a symbol, oldest first. */
  of(underlying: string, rows: RemovedRows): readonly string[];
  has(key: SessionKey, rows: RemovedRows): boolean;
  underlyings(rows: RemovedRows): readonly string[];
  /** Trade dates of a symbol of which the database never had a row, oldest first. */
  imported(underlying: string): readonly string[];
  /** Rows of a removed session, as it was archived. */
  counts(key: SessionKey): SessionCounts | null;
}

/** Sessions of which nothing was removed yet are not named. */
export interface RemovedNow {
  /** The very same object as long as nothing was removed. */
  now(): Promise<RemovedSessions>;
  /** What is wrong with the files of a session, as far as it was found. */
  problemOf(key: SessionKey): SpyglassError | null;
}

/** @returns what is removed, read again whenever the table may have changed */
export function watchRemoved(store: Pick<ArchivedSessionStore, 'all' | 'version'>): RemovedNow {
  let known: { version: number; removed: RemovedSessions; sessions: ReadonlyMap<string, ArchivedSession> } = {
    version: Number.NaN,
    removed: removedOf([]),
    sessions: new Map(),
  };
  return {
    async now() {
      const version = await store.version();
      if (version === known.version) return known.removed;
      const sessions = new Map((await store.all()).map(keyed));
      const isSame = isDeepStrictEqual(sessions, known.sessions);
      known = isSame
        ? { ...known, version }
        : { version, removed: removedOf([...sessions.values()]), sessions };
      return known.removed;
    },
    problemOf({ underlying, date }) {
      const problem = known.sessions.get(nameOf({ underlying, date }))?.problem ?? null;
      if (problem === null) return null;
      return new SpyglassError('archive_damaged', `${underlying} on ${date} cannot be read: ${problem}`);
    },
  };
}

const nameOf = ({ underlying, date }: SessionKey) => `${underlying} ${date}`;
const keyed = (session: ArchivedSession): [string, ArchivedSession] => [nameOf(session), session];

function removedOf(sessions: readonly ArchivedSession[]): RemovedSessions {
  const removed = {
    // Where there was nothing, there is nothing to look for in the archive.
    chains: byUnderlying(
      sessions.filter(({ chainsRemovedAt, counts }) => chainsRemovedAt !== null && counts.polls > 0),
    ),
    quotes: byUnderlying(
      sessions.filter(
        ({ quotesRemovedAt, counts }) => quotesRemovedAt !== null && counts.quotes + counts.alerts > 0,
      ),
    ),
  };
  const known = new Map(sessions.map(keyed));
  const imported = byUnderlying(sessions.filter(isImported));
  return {
    of: (underlying, rows) => removed[rows].get(underlying) ?? [],
    has: ({ underlying, date }, rows) => removed[rows].get(underlying)?.includes(date) ?? false,
    underlyings: (rows) => [...removed[rows].keys()],
    imported: (underlying) => imported.get(underlying) ?? [],
    counts: (key) => known.get(nameOf(key))?.counts ?? null,
  };
}

function byUnderlying(sessions: readonly ArchivedSession[]): ReadonlyMap<string, readonly string[]> {
  const inOrder = sessions.toSorted(
    (one, other) => compare(one.underlying, other.underlying) || compare(one.date, other.date),
  );
  const groups = Map.groupBy(inOrder, ({ underlying }) => underlying);
  return new Map([...groups].map(([underlying, own]) => [underlying, own.map(({ date }) => date)]));
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Of each symbol, the given dates only. */
export function someDates(dates: ReadonlyMap<string, readonly string[]>): ArchivedDates {
  return {
    underlyings: async () => [...dates.keys()],
    of: async (underlying) => dates.get(underlying) ?? [],
  };
}

/**
 * Runs a read by what is removed. Sessions are noted as removed before their first row goes: where none was noted while the read
 * ran, all that it took from the database was there. Else it is run again.
 */
export async function readPinned<T>(
  removed: Pick<RemovedNow, 'now'>,
  read: (now: RemovedSessions) => Promise<T>,
): Promise<T> {
  for (;;) {
    const before = await removed.now();
    const result = await read(before);
    if ((await removed.now()) === before) return result;
  }
}
