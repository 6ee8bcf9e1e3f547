import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { LevelsStore } from '../../../recordings/levels.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { createArchivedLevels } from '../stores/archived-levels.ts';
import { cutStretch } from './cut-stretch.ts';
import { type RemovedNow, readPinned, type RemovedSessions, someDates } from './removed-sessions.ts';

/** Whose levels are read: the database's, which keeps them for ever, and those of imported sessions, which it never had. */
export interface PinnedLevelsOptions {
  database: LevelsStore;
  parts: Pick<SessionParts, 'levels'>;
  removed: RemovedNow;
}

export function createPinnedLevels({ database, parts, removed }: PinnedLevelsOptions): LevelsStore {
  const archived = (now: RemovedSessions, underlying: string) =>
    createArchivedLevels({ parts, dates: someDates(new Map([[underlying, now.imported(underlying)]])) });
  const pinned = <T>(read: (now: RemovedSessions) => Promise<T>) => readPinned(removed, read);
  return {
    at: (underlying, asOf) =>
      pinned(async (now) => {
        const own = await database.at(underlying, asOf);
        if (now.imported(underlying).length === 0) return own;
        const other = await archived(now, underlying).at(underlying, asOf);
        return !own || (other && other.timestamp > own.timestamp) ? other : own;
      }),
    ofSession: (underlying, ...of) =>
      pinned(async (now) => {
        const recorded = await database.ofSession(underlying, ...of);
        const imported = now.imported(underlying);
        if (imported.length === 0) return recorded;
        const own = recorded.filter(({ timestamp }) => !imported.includes(tradeDateOf(timestamp)));
        const others = await archived(now, underlying).ofSession(underlying, ...of);
        return [...own, ...others].sort((one, other) => one.timestamp - other.timestamp);
      }),
    between: (underlying, from, asOf, limit) =>
      pinned(async (now) => {
        const found: RecordedLevels[] = [];
        for (const part of cutStretch({ from, asOf }, now.imported(underlying))) {
          if (found.length >= limit) break;
          const source = part.date === null ? database : archived(now, underlying);
          found.push(...(await source.between(underlying, part.from, part.asOf, limit - found.length)));
        }
        return found;
      }),
  };
}
