import type { ChainStore, ExpirationPoll } from '../../../recordings/chains.ts';
import { dateAt, datesWithin } from '../archived-dates.ts';
import { createArchivedChains } from '../chains/archived-chains.ts';
import type { ArchivedPolls } from '../chains/archived-polls.ts';
import { cutStretch } from './cut-stretch.ts';
import { type RemovedNow, type RemovedSessions, readPinned, someDates } from './removed-sessions.ts';

type Chains = Omit<ChainStore, 'record'>;

/** Whose chains are read: the database's, and the archive's of the dates that were removed from it. */
export interface PinnedChainsOptions {
  database: Chains;
  archive: Omit<ArchivedPolls, 'dates'>;
  removed: RemovedNow;
}

/** The chains of a database, those that retention has taken from the archive. */
export function createPinnedChains({ database, archive, removed }: PinnedChainsOptions): Chains {
  /** The chains of one symbol's dates in the archive. */
  const archived = (underlying: string, dates: readonly string[]) =>
    createArchivedChains({ ...archive, dates: someDates(new Map([[underlying, dates]])) });
  const pinned = <T>(read: (now: RemovedSessions) => Promise<T>) => readPinned(removed, read);

  /** Who holds the chain of a symbol's last poll up to an instant: what reads it. */
  const holderOf = async (
    now: RemovedSessions,
    ...[underlying, expiration, asOf]: Parameters<Chains['lastPollAt']>
  ): Promise<Pick<Chains, 'at' | 'listedAt' | 'lastPollAt'>> => {
    const all = now.of(underlying, 'chains');
    if (all.length === 0) return database;
    const own = await database.lastPollAt(underlying, expiration, asOf);
    const dates = datesWithin(all, own === null ? '' : dateAt(own), dateAt(asOf));
    if (dates.length === 0) return database;
    const chains = archived(underlying, dates);
    // A poll that retention has not come to yet says nothing of its contracts.
    if (own === null || dates.includes(dateAt(own))) return chains;
    const last = await chains.lastPollAt(underlying, expiration, asOf);
    return last !== null && last > own ? chains : database;
  };

  return {
    at: (...of) => pinned(async (now) => (await holderOf(now, ...of)).at(...of)),
    listedAt: (...of) => pinned(async (now) => (await holderOf(now, ...of)).listedAt(...of)),
    lastPollAt: (...of) => pinned(async (now) => (await holderOf(now, ...of)).lastPollAt(...of)),
    next: (chain, timestamp) =>
      pinned(async (now) => {
        const date = dateAt(timestamp);
        const isRemoved = now.has({ underlying: chain.underlying, date }, 'chains');
        const chains = isRemoved ? archived(chain.underlying, [date]) : database;
        return await chains.next(chain, timestamp);
      }),
    latest: (underlying, asOf) =>
      pinned(async (now) => {
        const own = await database.latest(underlying, asOf);
        const first = own ? dateAt(own.timestamp) : '';
        const dates = datesWithin(now.of(underlying, 'chains'), first, dateAt(asOf));
        if (dates.length === 0) return own;
        const last = await archived(underlying, dates).latest(underlying, asOf);
        const isOwn = own && !dates.includes(first) && (!last || own.timestamp > last.timestamp);
        return isOwn ? own : last;
      }),
    polledAt: (underlying, expiration, from, asOf) =>
      pinned(async (now) => {
        const own = await database.polledAt(underlying, expiration, from, asOf);
        const dates = datesWithin(now.of(underlying, 'chains'), dateAt(from), dateAt(asOf));
        if (dates.length === 0) return own;
        const polls = await archived(underlying, dates).polledAt(underlying, expiration, from, asOf);
        return [...own.filter((at) => !dates.includes(dateAt(at))), ...polls].sort(
          (one, other) => one - other,
        );
      }),
    pollsBetween: ({ limit, ...stretch }) =>
      pinned((now) => pollsBetween({ database, archived }, now, { ...stretch, limit })),
    ...createPinnedPollDays({ database, archived, pinned }),
  };
}

interface Sources {
  database: Chains;
  archived: (underlying: string, dates: readonly string[]) => Chains;
}

/** Polls are read part by part: what retention has left of a date that the archive answers for does not count. */
async function pollsBetween(
  { database, archived }: Sources,
  now: RemovedSessions,
  { underlying, limit, ...stretch }: Parameters<Chains['pollsBetween']>[0],
): Promise<ExpirationPoll[]> {
  const found: ExpirationPoll[] = [];
  for (const { date, ...part } of cutStretch(stretch, now.of(underlying, 'chains'))) {
    if (found.length >= limit) break;
    const chains = date === null ? database : archived(underlying, [date]);
    found.push(...(await chains.pollsBetween({ ...part, underlying, limit: limit - found.length })));
  }
  return found;
}

/** What is asked about all dates. */
function createPinnedPollDays({
  database,
  archived,
  pinned,
}: Sources & {
  pinned: <T>(read: (now: RemovedSessions) => Promise<T>) => Promise<T>;
}): Pick<Chains, 'expirations' | 'lastPolls' | 'underlyings' | 'polledDays'> {
  const removedUpTo = (now: RemovedSessions, underlying: string, asOf: number) =>
    datesWithin(now.of(underlying, 'chains'), '', dateAt(asOf));
  const lastPolls: Chains['lastPolls'] = (underlying, asOf) =>
    pinned(async (now) => {
      const own = await database.lastPolls(underlying, asOf);
      const dates = removedUpTo(now, underlying, asOf);
      if (dates.length === 0) return own;
      const last = new Map(own.map(({ expiration, timestamp }) => [expiration, timestamp]));
      for (const { expiration, timestamp } of await archived(underlying, dates).lastPolls(underlying, asOf)) {
        last.set(expiration, Math.max(timestamp, last.get(expiration) ?? 0));
      }
      return [...last]
        .map(([expiration, timestamp]) => ({ expiration, timestamp }))
        .sort((one, other) => (one.expiration < other.expiration ? -1 : 1));
    });
  return {
    lastPolls,
    expirations: async (underlying, asOf) =>
      (await lastPolls(underlying, asOf)).map(({ expiration }) => expiration),
    underlyings: (asOf) =>
      pinned(async (now) => {
        const polled = new Set(await database.underlyings(asOf));
        for (const underlying of now.underlyings('chains')) {
          const dates = removedUpTo(now, underlying, asOf);
          if (polled.has(underlying) || dates.length === 0) continue;
          const [found] = await archived(underlying, dates).underlyings(asOf);
          if (found !== undefined) polled.add(found);
        }
        return [...polled].sort();
      }),
    polledDays: (underlying, asOf) =>
      pinned(async (now) => {
        const own = await database.polledDays(underlying, asOf);
        const dates = removedUpTo(now, underlying, asOf);
        if (dates.length === 0) return own;
        const days = await archived(underlying, dates).polledDays(underlying, asOf);
        return [...own.filter(({ date }) => !dates.includes(date)), ...days].sort((one, other) =>
          one.date < other.date ? -1 : 1,
        );
      }),
  };
}
