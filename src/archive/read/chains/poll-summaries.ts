import type { SpyglassError } from '../../../base/errors.ts';
import type { SessionKey } from '../../../recordings/session-rows.ts';
import { isArchiveError } from '../../is-archive-error.ts';
import type { SessionParts } from '../parts/session-parts.ts';

/** The polls of some instants, epoch ms. */
export interface PollSpan {
  first: number;
  last: number;
  polls: number;
}

/** What was polled in a session. */
export interface PollSummary {
  /** Of all chains together; `null` where nothing was polled. */
  all: PollSpan | null;
  /** Whether a chain may have been polled: it lies between the first and the last expiration that were. */
  mayHold(expiration: string): boolean;
  /** By expiration. */
  expirations(): Promise<ReadonlyMap<string, PollSpan>>;
  /** Why its polls cannot be read: then the rest is what its levels say. `null` where they can be. */
  failure: SpyglassError | null;
}

/** Summaries of sessions. Each costs a look at the end of a file, once. */
export interface PollSummaries {
  of(key: SessionKey): Promise<PollSummary>;
}

/** The levels of a session as far as they say what was polled. */
export type LevelsOfSession = (
  key: SessionKey,
) => Promise<readonly { expiration: string; timestamp: number }[]>;

type Parts = Pick<SessionParts, 'glance' | 'pollTimes'>;

/** @param levelsOf the levels of a session whose polls cannot be read */
export function createPollSummaries(parts: Parts, levelsOf: LevelsOfSession): PollSummaries {
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

async function summaryOf(key: SessionKey, parts: Parts, levelsOf: LevelsOfSession): Promise<PollSummary> {
  try {
    const { least, greatest, ...all } = await parts.glance(key);
    let expirations: ReadonlyMap<string, PollSpan> | null =
      least === greatest ? new Map([[least, all]]) : null;
    return {
      all: all.polls === 0 ? null : all,
      mayHold: (expiration) => all.polls > 0 && expiration >= least && expiration <= greatest,
      async expirations() {
        if (all.polls === 0) return new Map();
        expirations ??= spansOf((await parts.pollTimes(key)).all);
        return expirations;
      },
      failure: null,
    };
  } catch (error) {
    if (!isArchiveError(error)) throw error;
    return await summaryByLevels(key, levelsOf, error);
  }
}

async function summaryByLevels(
  key: SessionKey,
  levelsOf: LevelsOfSession,
  failure: SpyglassError,
): Promise<PollSummary> {
  const levels = await levelsOf(key).catch((error: unknown) => {
    if (isArchiveError(error)) return [];
    throw error;
  });
  const expirations = spansOf(levels);
  return {
    all: expirations.size === 0 ? null : spanOf(levels),
    // Its own date is what a session of same-day options polls.
    mayHold: (expiration) => expirations.has(expiration) || expiration === key.date,
    expirations: async () => expirations,
    failure,
  };
}

function spansOf(polls: readonly { expiration: string; timestamp: number }[]): Map<string, PollSpan> {
  const byExpiration = Map.groupBy(polls, ({ expiration }) => expiration);
  return new Map([...byExpiration].map(([expiration, own]) => [expiration, spanOf(own)]));
}

/** @param polls oldest first */
function spanOf(polls: readonly { timestamp: number }[]): PollSpan {
  return { first: polls[0]!.timestamp, last: polls.at(-1)!.timestamp, polls: polls.length };
}
