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

  /** What was polled of each expiration in a session up to an instant. */
  const spansUpTo = async (key: SessionKey, asOf: number): Promise<Map<string, PollSpan>> => {
    const { expirations, failure } = await summaries.of(key);
    const spans = new Map<string, PollSpan>();
    for (const [expiration, span] of expirations) {
      if (span.first > asOf) continue;
      const isWhole = span.last <= asOf;
      if (isWhole) spans.set(expiration, span);
      else if (failure) spans.set(expiration, { ...span, last: asOf });
      else spans.set(expiration, await spanUpTo(source, { ...key, expiration }, asOf));
    }
    return spans;
  };

  const lastPolls = async (underlying: string, asOf: number): Promise<ExpirationPoll[]> => {
    const last = new Map<string, number>();
    for (const date of newestFirst(await dates.of(underlying), asOf)) {
      for (const [expiration, span] of await spansUpTo({ underlying, date }, asOf)) {
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
          const { expirations, failure } = await summaries.of({ underlying, date });
          const isPolled = [...expirations.values()].some(({ first }) => first <= asOf);
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
        const key = { underlying, date };
        const spans = [...(await spansUpTo(key, asOf)).values()];
        if (spans.length > 0) days.push({ date, ...together(spans) });
        else if ((await summaries.of(key)).failure) days.push({ date, ...unknownPolls(date) });
      }
      return days;
    },
  };
}

async function spanUpTo(
  { parts }: ArchivedPolls,
  { expiration, ...key }: SessionKey & { expiration: string },
  asOf: number,
): Promise<PollSpan> {
  const polls = (await parts.polls(key)).byExpiration.get(expiration) ?? [];
  const count = countUpTo(polls, asOf, ({ timestamp }) => timestamp);
  return { first: polls[0]!.timestamp, last: polls[count - 1]!.timestamp, polls: count };
}

function together(spans: readonly PollSpan[]): PollSpan {
  return {
    first: Math.min(...spans.map(({ first }) => first)),
    last: Math.max(...spans.map(({ last }) => last)),
    polls: spans.reduce((sum, { polls }) => sum + polls, 0),
  };
}

/** That there was a session is all that is known. */
function unknownPolls(date: string): PollSpan {
  const bell = newYorkInstant(date, '09:30');
  return { first: bell, last: bell, polls: 0 };
}
