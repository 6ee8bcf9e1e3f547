import type { RemovedRows } from '../../../recordings/archived-sessions.ts';
import type { SessionKey, SessionRows } from '../../../recordings/session-rows.ts';
import { dateAt } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { createArchivedSessionRows } from '../stores/archived-session-rows.ts';
import { type RemovedNow, type RemovedSessions, readPinned, someDates } from './removed-sessions.ts';

/** Whose sessions are read: the database's, and of those that retention has taken from it the archive's. */
export interface PinnedSessionsOptions {
  database: SessionRows;
  parts: SessionParts;
  removed: RemovedNow;
}

/** The sessions of a database and an archive. Levels and gaps are never removed from the database, but it has none of imported sessions. */
export function createPinnedSessions({ database, parts, removed }: PinnedSessionsOptions): SessionRows {
  const archived = ({ underlying, date }: SessionKey) =>
    createArchivedSessionRows({ parts, dates: someDates(new Map([[underlying, [date]]])) });
  const pinnedIf = <T>(
    isArchived: (now: RemovedSessions, key: SessionKey) => boolean,
    key: SessionKey,
    read: (rows: SessionRows) => Promise<T>,
  ) => readPinned(removed, async (now) => await read(isArchived(now, key) ? archived(key) : database));
  const pinned = <T>(key: SessionKey, rows: RemovedRows, read: (rows: SessionRows) => Promise<T>) =>
    pinnedIf((now) => now.has(key, rows), key, read);
  return {
    sessions: (asOf) =>
      readPinned(removed, async (now) => {
        const keys = new Map((await database.sessions(asOf)).map((key) => [nameOf(key), key]));
        for (const rows of ['chains', 'quotes'] as const) {
          for (const underlying of now.underlyings(rows)) {
            for (const date of now.of(underlying, rows)) {
              if (date <= dateAt(asOf)) keys.set(nameOf({ underlying, date }), { underlying, date });
            }
          }
        }
        return [...keys].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
      }),
    counts: (key) =>
      readPinned(removed, async (now) => {
        const own = await database.counts(key);
        const archived = now.counts(key);
        if (!archived) return own;
        const { polls, contracts } = now.has(key, 'chains') ? archived : own;
        const { quotes, alerts } = now.has(key, 'quotes') ? archived : own;
        const { levels, gaps } = isImported(now, key) ? archived : own;
        return { polls, contracts, quotes, levels, gaps, alerts };
      }),
    polls: (key) => pinned(key, 'chains', (rows) => rows.polls(key)),
    contracts: (key, after, limit) => pinned(key, 'chains', (rows) => rows.contracts(key, after, limit)),
    quotes: (key) => pinned(key, 'quotes', (rows) => rows.quotes(key)),
    levels: (key) => pinnedIf(isImported, key, (rows) => rows.levels(key)),
    gaps: (key) => pinnedIf(isImported, key, (rows) => rows.gaps(key)),
    alerts: (key) => pinned(key, 'quotes', (rows) => rows.alerts(key)),
  };
}

const isImported = (now: RemovedSessions, { underlying, date }: SessionKey) =>
  now.imported(underlying).includes(date);

const nameOf = ({ underlying, date }: SessionKey) => `${date} ${underlying}`;
