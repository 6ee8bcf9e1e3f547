import { newYorkDate, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import { minutesShown, type RebuiltKey } from '../../../recordings/rebuilt.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What was recorded, and what was rebuilt beside it. */
export type RecordedAndRebuilt = Pick<RecordingReader, 'chains' | 'levels' | 'gaps' | 'rebuilt'>;

/** A minute that is shown where nothing was recorded. */
export interface ShownMinute {
  expiration: string;
  /** Epoch ms of its end. */
  timestamp: number;
}

/** Rebuilt minutes in place of what was not recorded. */
export interface ShownMinutes {
  /** Of one chain, ending after one instant and up to another, oldest first. */
  of(underlying: string, expiration: string, after: number, asOf: number): Promise<number[]>;
  /** The last of them; `null` where there is none. */
  lastOf(underlying: string, expiration: string, after: number, asOf: number): Promise<number | null>;
  /** Of all chains of an underlying, in the order of time. */
  between(underlying: string, after: number, asOf: number): Promise<ShownMinute[]>;
  /** The days of an underlying that are rebuilt, as far as they had begun by an instant, oldest first. */
  days(underlying: string, asOf: number): Promise<RebuiltKey[]>;
}

/** Which they are, `minutesShown` says. */
export function createShownMinutes({ chains, gaps, rebuilt }: RecordedAndRebuilt): ShownMinutes {
  const shownOf = async (key: RebuiltKey, minutes: readonly number[]): Promise<number[]> => {
    const [first, last] = [minutes[0]!, minutes.at(-1)!];
    const { underlying, date, expiration } = key;
    // Long before and after it too: whether anything of the day was recorded is what counts.
    const polls = await chains.polledAt(underlying, expiration, first - dayMs, last + dayMs);
    const ofDay = polls.filter((at) => newYorkDate(at) === date);
    const known = ofDay.length === 0 ? [] : await gaps.ofSession(underlying, date, last + dayMs);
    return minutesShown(minutes, { expiration, polls: ofDay, gaps: known });
  };
  const of: ShownMinutes['of'] = async (underlying, expiration, after, asOf) => {
    const minutes = await rebuilt.minutes(underlying, expiration, after, asOf);
    const shown: number[] = [];
    for (const [date, ofDate] of Map.groupBy(minutes, (end) => newYorkDate(end - minuteMs))) {
      shown.push(...(await shownOf({ underlying, date, expiration }, ofDate)));
    }
    return shown;
  };
  const days: ShownMinutes['days'] = async (underlying, asOf) =>
    (await rebuilt.keys(underlying)).filter(({ date }) => date <= newYorkDate(asOf));
  return {
    ...{ of, days },
    async lastOf(underlying, expiration, after, asOf) {
      const dates = (await days(underlying, asOf)).filter((key) => key.expiration === expiration);
      for (const { date } of dates.reverse()) {
        if (date < newYorkDate(after)) break;
        const begin = newYorkInstant(date, '00:00');
        const [from, to] = [Math.max(after, begin), Math.min(asOf, begin + dayMs)];
        const ofDate = await rebuilt.minutes(underlying, expiration, from, to);
        if (ofDate.length === 0) continue;
        const last = (await shownOf({ underlying, date, expiration }, ofDate)).at(-1);
        if (last !== undefined) return last;
      }
      return null;
    },
    async between(underlying, after, asOf) {
      const found: ShownMinute[] = [];
      const keys = (await days(underlying, asOf)).filter(({ date }) => date >= newYorkDate(after));
      for (const expiration of new Set(keys.map((key) => key.expiration))) {
        const minutes = await of(underlying, expiration, after, asOf);
        found.push(...minutes.map((timestamp) => ({ expiration, timestamp })));
      }
      return found.sort(inTime);
    },
  };
}

/** By time, of one instant by expiration. */
export function inTime(one: ShownMinute, other: ShownMinute): number {
  return one.timestamp - other.timestamp || (one.expiration < other.expiration ? -1 : 1);
}
