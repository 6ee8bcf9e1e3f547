import type { PollRows } from '../../../recordings/poll-rows.ts';
import { dateAt } from '../archived-dates.ts';
import { createArchivedPollRows } from '../chains/archived-poll-rows.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { type RemovedNow, readPinned, someDates } from './removed-sessions.ts';

/** What the polls of a database stored, of those that retention has taken from the archive. */
export function createPinnedPollRows({
  database,
  parts,
  removed,
}: {
  database: PollRows;
  parts: SessionParts;
  removed: RemovedNow;
}): PollRows {
  return {
    stored: (poll) =>
      readPinned(removed, async (now) => {
        const key = { underlying: poll.underlying, date: dateAt(poll.timestamp) };
        if (!now.has(key, 'chains')) return await database.stored(poll);
        const dates = someDates(new Map([[key.underlying, [key.date]]]));
        return await createArchivedPollRows({ parts, dates }).stored(poll);
      }),
  };
}
