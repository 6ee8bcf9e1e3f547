import { newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { ChainStore, ExpirationPoll, PolledDay } from '../../../recordings/chains.ts';
import type { SessionKey } from '../../../recordings/session-rows.ts';
import { newestFirst } from '../archived-dates.ts';
import { countUpTo } from '../parts/sorted.ts';
import type { ArchivedPolls } from './archived-polls.ts';
import type { PollSpan } from './poll-summaries.ts';

type PollDays = Pick<ChainStore, 'expirations' | 'lastPolls' | 'underlyings' | 'polledDays'>;

/**
 * What is asked about all sessions. One that cannot be read counts with what its levels say was polled: whoever then
 * reads the session itself is told why it cannot be read.
 */
export function archivedPollDays(source: ArchivedPolls): PollDays {
  const { summaries, dates } = source;

  const lastPolls = async (underlying: string, asOf: number): Promise<ExpirationPoll[]> => {
    const last = new Map<string, number>();
    for (const date of newestFirst(await dates.of(underlying), asOf)) {
      for (const [expiration, span] of await spansUpTo(source, { underlying, date }, asOf)) {
        if (!last.has(expiration)) last.set(expiration, span.last);
      }
    }
    return [...last]
      .map(([expiration, timestamp]) => ({ expiration, timestamp }))
      .sort((one, other) => (one.expiration < other.expiration ? -1 : 1));
  };

  return {
    lastPolls,
    expirations: async (underlying, asOf) =>
      (await lastPolls(underlying, asOf)).map(({ expiration }) => expiration),
    async underlyings(asOf) {
      const polled: string[] = [];
      for (const underlying of await dates.underlyings()) {
        for (const date of newestFirst(await dates.of(underlying), asOf).reverse()) {
          const { all, failure } = await summaries.of({ underlying, date });
          const isPolled = all !== null && all.first <= asOf;
          if (!isPolled && !failure) continue;
          polled.push(underlying);
          break;
        }
      }
      return polled;
    },
    async polledDays(underlying, asOf) {
      const days: PolledDay[] = [];
      for (const date of newestFirst(await dates.of(underlying), asOf).reverse()) {
        const day = await dayUpTo(source, { underlying, date }, asOf);
        if (day) days.push({ date, ...day });
      }
      return days;
    },
  };
}

/** What was polled of each expiration in a session up to an instant. */
async function spansUpTo(
  { parts, summaries }: ArchivedPolls,
  key: SessionKey,
  asOf: number,
): Promise<Map<string, PollSpan>> {
  const { expirations, failure } = await summaries.of(key);
  const spans = new Map<string, PollSpan>();
  for (const [expiration, span] of await expirations()) {
    if (span.first > asOf) continue;
    if (span.last <= asOf) spans.set(expiration, span);
    else if (failure) spans.set(expiration, { ...span, last: asOf });
    else spans.set(expiration, spanUpTo((await parts.pollTimes(key)).byExpiration.get(expiration)!, asOf));
  }
  return spans;
}

/** What was polled in a session up to an instant; `null` where nothing was. */
async function dayUpTo(
  { parts, summaries }: ArchivedPolls,
  key: SessionKey,
  asOf: number,
): Promise<PollSpan | null> {
  const { all, failure } = await summaries.of(key);
  if (!all) return failure && unknownPolls(key.date);
  if (all.first > asOf) return null;
  if (all.last <= asOf) return all;
  if (failure) return { ...all, last: asOf };
  return spanUpTo(
    (await parts.pollTimes(key)).all.map(({ timestamp }) => timestamp),
    asOf,
  );
}

/** @param polls oldest first, of which at least the first is that early */
function spanUpTo(polls: readonly number[], asOf: number): PollSpan {
  const count = countUpTo(polls, asOf, (at) => at);
  return { first: polls[0]!, last: polls[count - 1]!, polls: count };
}

/** That there was a session is all that is known. */
function unknownPolls(date: string): PollSpan {
  const bell = newYorkInstant(date, '09:30');
  return { first: bell, last: bell, polls: 0 };
}
