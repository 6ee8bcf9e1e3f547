import type { GapStore } from '../../../recordings/gaps.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { createArchivedGaps } from '../stores/archived-gaps.ts';
import { type RemovedNow, readPinned, type RemovedSessions, someDates } from './removed-sessions.ts';

type Gaps = Pick<GapStore, 'last' | 'ofSession' | 'known' | 'noticed'>;

/**
 * Whose gaps are read: the database's, which keeps them for ever, and those of imported sessions. What this machine noted of such a
 * date is that nothing was recorded here.
 */
export interface PinnedGapsOptions {
  database: Gaps;
  parts: Pick<SessionParts, 'gaps'>;
  removed: RemovedNow;
}

export function createPinnedGaps({ database, parts, removed }: PinnedGapsOptions): Gaps {
  const archived = (now: RemovedSessions, underlying: string) =>
    createArchivedGaps({ parts, dates: someDates(new Map([[underlying, now.imported(underlying)]])) });
  const pinned = <T>(underlying: string, date: string, read: (gaps: Gaps) => Promise<T>) =>
    readPinned(removed, (now) =>
      read(now.imported(underlying).includes(date) ? archived(now, underlying) : database),
    );
  return {
    last: (key, asOf) =>
      readPinned(removed, async (now) => {
        const own = await database.last(key, asOf);
        if (now.imported(key.underlying).length === 0) return own;
        const other = await archived(now, key.underlying).last(key, asOf);
        return !own || (other && other.startedAt > own.startedAt) ? other : own;
      }),
    ofSession: (underlying, date, ...of) =>
      pinned(underlying, date, (gaps) => gaps.ofSession(underlying, date, ...of)),
    known: (underlying, date, asOf) => pinned(underlying, date, (gaps) => gaps.known(underlying, date, asOf)),
    noticed: (underlying, date, asOf) =>
      pinned(underlying, date, (gaps) => gaps.noticed(underlying, date, asOf)),
  };
}
