import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import type { PolledDay } from '../../../recordings/chains.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';
import { inTime, type RecordedAndRebuilt, type ShownMinutes } from './shown-minutes.ts';

type Polls = Pick<
  RecordingReader['chains'],
  'lastPolls' | 'expirations' | 'polledAt' | 'lastPollAt' | 'pollsBetween' | 'underlyings' | 'polledDays'
>;

/** When chains were polled, with rebuilt minutes as polls at their ends. */
export function shownPolls({ chains, rebuilt }: RecordedAndRebuilt, shown: ShownMinutes): Polls {
  const lastPolls: RecordingReader['chains']['lastPolls'] = async (underlying, asOf) => {
    const last = new Map((await chains.lastPolls(underlying, asOf)).map((poll) => [poll.expiration, poll]));
    const keys = await shown.days(underlying, asOf);
    for (const expiration of new Set(keys.map((key) => key.expiration))) {
      const timestamp = await shown.lastOf(
        underlying,
        expiration,
        last.get(expiration)?.timestamp ?? 0,
        asOf,
      );
      if (timestamp !== null) last.set(expiration, { expiration, timestamp });
    }
    return [...last.values()].sort((one, other) => (one.expiration < other.expiration ? -1 : 1));
  };
  return {
    lastPolls,
    async expirations(underlying, asOf) {
      const recorded = await chains.expirations(underlying, asOf);
      const keys = await shown.days(underlying, asOf);
      return [...new Set([...recorded, ...keys.map(({ expiration }) => expiration)])].sort();
    },
    async polledAt(underlying, expiration, from, asOf) {
      const recorded = await chains.polledAt(underlying, expiration, from, asOf);
      const minutes = await shown.of(underlying, expiration, from - 1, asOf);
      if (minutes.length === 0) return recorded;
      return [...recorded, ...minutes].sort((one, other) => one - other);
    },
    async lastPollAt(underlying, expiration, asOf) {
      const recordedAt = await chains.lastPollAt(underlying, expiration, asOf);
      return (await shown.lastOf(underlying, expiration, recordedAt ?? 0, asOf)) ?? recordedAt;
    },
    async pollsBetween({ underlying, from, asOf, limit }) {
      const recorded = await chains.pollsBetween({ underlying, from, asOf, limit });
      // What lies beyond the last one that was read has not been read.
      const until = recorded.length >= limit ? recorded.at(-1)!.timestamp : asOf;
      const minutes = await shown.between(underlying, from, until);
      if (minutes.length === 0) return recorded;
      const all = [...recorded, ...minutes].sort(inTime);
      const last = all[limit - 1]?.timestamp;
      return last === undefined ? all : all.filter(({ timestamp }) => timestamp <= last);
    },
    async underlyings(asOf) {
      const keys = await rebuilt.keys();
      const found = new Set(await chains.underlyings(asOf));
      for (const underlying of new Set(keys.map((key) => key.underlying))) {
        if (!found.has(underlying) && (await shown.days(underlying, asOf)).length > 0) found.add(underlying);
      }
      return [...found].sort();
    },
    async polledDays(underlying, asOf) {
      const days = new Map((await chains.polledDays(underlying, asOf)).map((day) => [day.date, day]));
      for (const { timestamp } of await shown.between(underlying, 0, asOf)) {
        const date = tradeDateOf(timestamp - 1);
        days.set(date, withPoll(days.get(date), date, timestamp));
      }
      return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
    },
  };
}

function withPoll(day: PolledDay | undefined, date: string, at: number): PolledDay {
  if (!day) return { date, first: at, last: at, polls: 1 };
  return { date, first: Math.min(day.first, at), last: Math.max(day.last, at), polls: day.polls + 1 };
}
