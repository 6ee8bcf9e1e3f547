import type { RecordingReader } from '../../recordings/recording.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { ArchiveMode } from '../session-facts.ts';
import { createPollSummaries } from './chains/poll-summaries.ts';
import { createSessionParts } from './parts/session-parts.ts';
import { createPinnedAlerts } from './pinned/pinned-alerts.ts';
import { createPinnedChains } from './pinned/pinned-chains.ts';
import { createPinnedGaps } from './pinned/pinned-gaps.ts';
import { createPinnedLevels } from './pinned/pinned-levels.ts';
import { createPinnedPollRows } from './pinned/pinned-poll-rows.ts';
import { createPinnedQuotes } from './pinned/pinned-quotes.ts';
import { createPinnedSessions } from './pinned/pinned-sessions.ts';
import { watchRemoved } from './pinned/removed-sessions.ts';
import { stretchOf } from './archived-dates.ts';

/** A database and the archive that its sessions were written to. */
export interface WithArchiveOptions<R extends RecordingReader> {
  /** Closed with what is returned. */
  database: R;
  /** The archive's; it need not exist as long as nothing was removed from the database. */
  directory: string;
  mode: ArchiveMode;
  /** Memory of what is kept of the archive. */
  maxBytes?: number;
}

/**
 * A database as it was before retention took rows from it: what it lacks is read from the archive. `archived_sessions` says of each
 * session which of the two answers, and each read keeps to it. Levels, gaps and bars are never removed, and so are the
 * database's, but for sessions of another machine that were imported.
 *
 * A read that needs a session which cannot be read throws `SpyglassError`: `archive_unavailable`, `archive_damaged`; beside what
 * the database throws.
 */
export function withArchive<R extends RecordingReader>(options: WithArchiveOptions<R>): R {
  const { database, directory, mode, maxBytes } = options;
  const removed = watchRemoved(database.archivedSessions);
  const parts = createSessionParts({ directory, mode, maxBytes, problemOf: removed.problemOf });
  const levels = createPinnedLevels({ database: database.levels, parts, removed });
  const levelsOf = ({ underlying, date }: SessionKey) => {
    const { from, asOf } = stretchOf(date);
    return levels.between(underlying, from, asOf, Number.MAX_SAFE_INTEGER);
  };
  const archive = { parts, summaries: createPollSummaries(parts, levelsOf) };
  return {
    ...database,
    chains: createPinnedChains({ database: database.chains, archive, removed }),
    pollRows: createPinnedPollRows({ database: database.pollRows, parts, removed }),
    quotes: createPinnedQuotes({ database: database.quotes, parts, removed }),
    levels,
    gaps: createPinnedGaps({ database: database.gaps, parts, removed }),
    alerts: createPinnedAlerts({ database: database.alerts, parts, removed }),
    sessions: createPinnedSessions({ database: database.sessions, parts, removed }),
    async close() {
      parts.clear();
      await database.close();
    },
  };
}
