import type { RecordedLevels } from '../../../market/levels/levels.ts';
import { newYorkDate, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { LevelsStore } from '../../../recordings/levels.ts';
import type { RecordedAndRebuilt, ShownMinute, ShownMinutes } from './shown-minutes.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Recorded levels, and those of rebuilt minutes where nothing was recorded; of each day's nearest rebuilt chain only. */
export function shownLevels({ levels, rebuilt }: RecordedAndRebuilt, shown: ShownMinutes): LevelsStore {
  /** Of a day, as levels are recorded of the nearest chain only. */
  const nearestIn = async (underlying: string, after: number, asOf: number): Promise<ShownMinute[]> => {
    const minutes = await shown.between(underlying, after, asOf);
    if (minutes.length === 0) return [];
    const nearest = new Map<string, string>();
    for (const { date, expiration } of await shown.days(underlying, asOf)) {
      const known = nearest.get(date);
      if (known === undefined || expiration < known) nearest.set(date, expiration);
    }
    return minutes.filter(
      ({ expiration, timestamp }) => nearest.get(newYorkDate(timestamp - minuteMs)) === expiration,
    );
  };
  const rebuiltIn = async (underlying: string, after: number, asOf: number): Promise<RecordedLevels[]> => {
    const minutes = await nearestIn(underlying, after, asOf);
    const first = minutes[0];
    if (!first) return [];
    const isShown = new Set(minutes.map(({ timestamp, expiration }) => `${timestamp} ${expiration}`));
    const all = await rebuilt.levels(underlying, first.timestamp - 1, minutes.at(-1)!.timestamp);
    return all.filter(({ timestamp, expiration }) => isShown.has(`${timestamp} ${expiration}`));
  };
  const merged = (one: readonly RecordedLevels[], other: readonly RecordedLevels[]) =>
    [...one, ...other].sort((before, after) => before.timestamp - after.timestamp);
  return {
    async at(underlying, asOf) {
      const recorded = await levels.at(underlying, asOf);
      const last = (await nearestIn(underlying, recorded?.timestamp ?? 0, asOf)).at(-1);
      if (!last) return recorded;
      const found = await rebuilt.levels(underlying, last.timestamp - 1, last.timestamp);
      return found.find(({ expiration }) => expiration === last.expiration) ?? recorded;
    },
    async ofSession(underlying, date, optionClose, asOf) {
      const recorded = await levels.ofSession(underlying, date, optionClose, asOf);
      const days = await shown.days(underlying, asOf);
      if (!days.some((key) => key.date === date)) return recorded;
      const begin = newYorkInstant(date, '00:00');
      const own = (await rebuiltIn(underlying, begin, Math.min(asOf, begin + dayMs))).filter(
        ({ timestamp, expiration }) =>
          newYorkDate(timestamp - minuteMs) === date &&
          (expiration === date || timestamp < (optionClose ?? 0)),
      );
      return own.length === 0 ? recorded : merged(recorded, own);
    },
    async between(underlying, from, asOf, limit) {
      const recorded = await levels.between(underlying, from, asOf, limit);
      const until = recorded.length >= limit ? recorded.at(-1)!.timestamp : asOf;
      const own = await rebuiltIn(underlying, from, until);
      if (own.length === 0) return recorded;
      const all = merged(recorded, own);
      const last = all[limit - 1]?.timestamp;
      return last === undefined ? all : all.filter(({ timestamp }) => timestamp <= last);
    },
  };
}
