import type { Chain } from '../../../market/quotes/chain.ts';
import type { ChainStore, ExpirationPoll } from '../../../recordings/chains.ts';
import type { SessionPoll } from '../../../recordings/session-rows.ts';
import { dateAt, datesOf, newestFirst } from '../archived-dates.ts';
import { countUpTo, rowsIn } from '../parts/sorted.ts';
import type { ArchivedPolls } from './archived-polls.ts';
import { archivedPollDays } from './poll-days.ts';

const timeOf = ({ timestamp }: { timestamp: number }) => timestamp;

/** The chains of an archive. A session that a read needs and that cannot be read fails it. */
export function createArchivedChains(source: ArchivedPolls): Omit<ChainStore, 'record'> {
  const { parts, dates } = source;

  const pollOf = async (
    underlying: string,
    expiration: string,
    asOf: number,
  ): Promise<SessionPoll | null> => {
    const found = await lastPollIn(source, { underlying, expiration, asOf });
    if (found === null) return null;
    const { byExpiration } = await parts.polls({ underlying, date: found.date });
    const polls = byExpiration.get(expiration) ?? [];
    return polls[countUpTo(polls, found.timestamp, timeOf) - 1] ?? null;
  };

  const chainOf = async (poll: SessionPoll): Promise<Chain> => {
    const { underlying, expiration, timestamp } = poll;
    const chain = await parts.chain({ underlying, date: dateAt(timestamp) }, expiration);
    const { contracts: _, stored: __, status: ___, ...own } = poll;
    return { ...own, contracts: chain.contractsAt(timestamp) };
  };

  const at: ChainStore['at'] = async (underlying, expiration, asOf) => {
    const poll = await pollOf(underlying, expiration, asOf);
    return poll && (await chainOf(poll));
  };

  return {
    at,
    latest: (underlying, asOf) => latestIn(source, underlying, asOf, chainOf),
    async next({ underlying, expiration }, timestamp) {
      const poll = await pollOf(underlying, expiration, timestamp);
      return poll?.timestamp === timestamp ? await chainOf(poll) : null;
    },
    listedAt: async (...of) => (await at(...of))?.contracts.map(({ symbol }) => symbol) ?? [],
    async polledAt(underlying, expiration, from, asOf) {
      const found: number[] = [];
      for (const date of datesOf(await dates.of(underlying), { from: from - 1, asOf })) {
        const polls = (await parts.pollTimes({ underlying, date })).byExpiration.get(expiration) ?? [];
        found.push(...rowsIn(polls, { from: from - 1, asOf }, (at) => at));
      }
      return found;
    },
    lastPollAt: async (underlying, expiration, asOf) =>
      (await lastPollIn(source, { underlying, expiration, asOf }))?.timestamp ?? null,
    async pollsBetween({ underlying, from, asOf, limit }) {
      const found: ExpirationPoll[] = [];
      for (const date of datesOf(await dates.of(underlying), { from, asOf })) {
        if (found.length >= limit) break;
        const { all } = await parts.pollTimes({ underlying, date });
        for (const poll of rowsIn(all, { from, asOf }, timeOf)) {
          if (found.length >= limit && poll.timestamp !== found.at(-1)!.timestamp) break;
          found.push({ ...poll });
        }
      }
      return found;
    },
    ...archivedPollDays(source),
  };
}

/** The last poll of a chain up to an instant, and the session that it lies in. */
async function lastPollIn(
  { parts, summaries, dates }: ArchivedPolls,
  { underlying, expiration, asOf }: { underlying: string; expiration: string; asOf: number },
): Promise<{ date: string; timestamp: number } | null> {
  for (const date of newestFirst(await dates.of(underlying), asOf)) {
    const key = { underlying, date };
    const summary = await summaries.of(key);
    // Another day's session that cannot be read keeps nobody from this day's, unless it is known to hold the chain.
    if (summary.failure && (summary.mayHold(expiration) || date === dateAt(asOf))) throw summary.failure;
    if (!summary.mayHold(expiration)) continue;
    const span = (await summary.expirations()).get(expiration);
    if (!span || span.first > asOf) continue;
    if (span.last <= asOf) return { date, timestamp: span.last };
    const polls = (await parts.pollTimes(key)).byExpiration.get(expiration) ?? [];
    const timestamp = polls[countUpTo(polls, asOf, (at) => at) - 1];
    if (timestamp !== undefined) return { date, timestamp };
  }
  return null;
}

async function latestIn(
  { parts, dates }: ArchivedPolls,
  underlying: string,
  asOf: number,
  chainOf: (poll: SessionPoll) => Promise<Chain>,
): Promise<Chain | null> {
  for (const date of newestFirst(await dates.of(underlying), asOf)) {
    const { all } = await parts.polls({ underlying, date });
    const last = all[countUpTo(all, asOf, timeOf) - 1];
    // Of two chains that were polled at one instant, the one that expires first.
    if (last) return await chainOf(all.find(({ timestamp }) => timestamp === last.timestamp)!);
  }
  return null;
}
