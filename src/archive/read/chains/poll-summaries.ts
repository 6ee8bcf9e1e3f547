import type { SpyglassError } from '../../../base/errors.ts';
import { isArchiveError } from '../../is-archive-error.ts';
import type { SessionKey } from '../../../recordings/session-rows.ts';
import type { SessionParts } from '../parts/session-parts.ts';

/** The polls of some instants, epoch ms. */
export interface PollSpan {
  first: number;
  last: number;
  polls: number;
}

/** What was polled in a session, of which its polls themselves are not kept. */
export interface PollSummary {
  /** By expiration. */
  expirations: ReadonlyMap<string, PollSpan>;
  /** Why its polls cannot be read: then the expirations are those of its levels. `null` where they can be. */
  failure: SpyglassError | null;
}

/** Summaries of sessions; each is read once. */
export interface PollSummaries {
  of(key: SessionKey): Promise<PollSummary>;
}

/** The levels of a session as far as they say what was polled. */
export type LevelsOfSession = (
  key: SessionKey,
) => Promise<readonly { expiration: string; timestamp: number }[]>;

/** @param levelsOf the levels of a session whose polls cannot be read */
export function createPollSummaries(
  parts: Pick<SessionParts, 'files'>,
  levelsOf: LevelsOfSession,
): PollSummaries {
  const known = new Map<string, PollSummary>();
  return {
    async of(key) {
      const name = `${key.underlying} ${key.date}`;
      const summary = known.get(name) ?? (await summaryOf(key, parts, levelsOf));
      // A file that is not there may be there the next time.
      if (!summary.failure) known.set(name, summary);
      return summary;
    },
  };
}

async function summaryOf(
  key: SessionKey,
  parts: Pick<SessionParts, 'files'>,
  levelsOf: LevelsOfSession,
): Promise<PollSummary> {
  try {
    // Past what is kept: a look at hundreds of sessions would drop all of it.
    const polls = await parts.files(key, (opened) => opened.polls());
    return { expirations: spansOf(polls), failure: null };
  } catch (error) {
    if (!isArchiveError(error)) throw error;
    return { expirations: await polledByLevels(key, levelsOf), failure: error };
  }
}

async function polledByLevels(
  key: SessionKey,
  levelsOf: LevelsOfSession,
): Promise<ReadonlyMap<string, PollSpan>> {
  const levels = await levelsOf(key).catch((error: unknown) => {
    if (isArchiveError(error)) return [];
    throw error;
  });
  return spansOf(levels);
}

function spansOf(polls: readonly { expiration: string; timestamp: number }[]): Map<string, PollSpan> {
  const byExpiration = Map.groupBy(polls, ({ expiration }) => expiration);
  return new Map(
    [...byExpiration].map(([expiration, own]) => [
      expiration,
      { first: own[0]!.timestamp, last: own.at(-1)!.timestamp, polls: own.length },
    ]),
  );
}
