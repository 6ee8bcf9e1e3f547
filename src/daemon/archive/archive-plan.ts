import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../market/calendar/trade-date.ts';
import type { ArchivedSession } from '../../recordings/archived-sessions.ts';
import type { SessionCounts, SessionKey } from '../../recordings/session-rows.ts';

/** Each archived session is read again within so many days. */
export const verifyEveryDays = 30;
const dayMs = 86_400_000;

/** A recorded session; its rows where they were counted. */
export interface RecordedSession extends SessionKey {
  counts: SessionCounts | null;
}

/** What the archive is compared with. */
export interface ArchivePlanInput {
  /** Epoch ms. */
  now: number;
  /** Sessions that the database has rows of. */
  recorded: readonly RecordedSession[];
  archived: readonly ArchivedSession[];
  /** `archive.keep` in days; `null` for ever. */
  keepDays: number | null;
}

/** What is to be done, each list in its order. */
export interface ArchivePlan {
  /** Not archived as it is recorded now. */
  write: SessionKey[];
  /** Not read for long, longest first. */
  verify: SessionKey[];
  /** Past `archive.keep`, and gone from the database. */
  remove: SessionKey[];
}

export const keyText = ({ underlying, date }: SessionKey): string => `${underlying} ${date}`;

/** Whether nothing more can be recorded of a trade date. */
export const isOver = (date: string, now: number): boolean => tradeDateEnd(date) < now;

/** Whether rows of it are in the archive alone. */
export const hasLeft = ({ chainsRemovedAt, quotesRemovedAt }: ArchivedSession): boolean =>
  chainsRemovedAt !== null || quotesRemovedAt !== null;

export const isSameCounts = (one: SessionCounts, other: SessionCounts): boolean =>
  (Object.keys(one) as (keyof SessionCounts)[]).every((table) => one[table] === other[table]);

/**
 * What the archive lacks, oldest first. A damaged session is left to the user; so is one that has left the database, whose
 * files are all that there is of it. What retention has not taken from the database yet is not removed from the archive:
 * it would be archived anew.
 */
export function planArchive({ now, recorded, archived, keepDays }: ArchivePlanInput): ArchivePlan {
  const byKey = new Map(archived.map((session) => [keyText(session), session]));
  const inDatabase = new Set(recorded.map(keyText));
  const isDue = (session: RecordedSession) => {
    const known = byKey.get(keyText(session));
    if (!known) return true;
    if (hasLeft(known) || known.problem !== null || session.counts === null) return false;
    return !isSameCounts(known.counts, session.counts);
  };
  const readAt = ({ verifiedAt, archivedAt }: ArchivedSession) => verifiedAt ?? archivedAt;
  const firstKept = keepDays === null ? null : addDays(newYorkDate(now), -keepDays);
  const isPast = (session: ArchivedSession) =>
    firstKept !== null && session.date < firstKept && !inDatabase.has(keyText(session));
  return {
    write: recorded
      .filter(({ date }) => isOver(date, now))
      .filter(isDue)
      .map(keyOf),
    verify: archived
      .filter((session) => session.problem === null && !isPast(session))
      .filter((session) => readAt(session) < now - verifyEveryDays * dayMs)
      .sort((one, other) => readAt(one) - readAt(other))
      .map(keyOf),
    remove: archived.filter(isPast).map(keyOf),
  };
}

const keyOf = ({ underlying, date }: SessionKey): SessionKey => ({ underlying, date });
