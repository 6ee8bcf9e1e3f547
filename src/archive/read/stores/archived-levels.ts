import { addDays, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { LevelsStore } from '../../../recordings/levels.ts';
import { type ArchivedDates, datesOf, newestFirst, stretchOf } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { countUpTo, rowsIn } from '../parts/sorted.ts';

const timeOf = ({ timestamp }: { timestamp: number }) => timestamp;

/** The levels of an archive. */
export function createArchivedLevels({
  parts,
  dates,
}: {
  parts: Pick<SessionParts, 'levels'>;
  dates: ArchivedDates;
}): LevelsStore {
  const between: LevelsStore['between'] = async (underlying, from, asOf, limit) => {
    const found: RecordedLevels[] = [];
    for (const date of datesOf(await dates.of(underlying), { from, asOf })) {
      if (found.length >= limit) break;
      for (const levels of rowsIn(await parts.levels({ underlying, date }), { from, asOf }, timeOf)) {
        if (found.length >= limit && levels.timestamp !== found.at(-1)!.timestamp) break;
        found.push(levels);
      }
    }
    return found;
  };
  return {
    between,
    async at(underlying, asOf) {
      for (const date of newestFirst(await dates.of(underlying), asOf)) {
        const levels = await parts.levels({ underlying, date });
        const last = levels[countUpTo(levels, asOf, timeOf) - 1];
        if (last) return last;
      }
      return null;
    },
    async ofSession(underlying, date, optionClose, asOf) {
      const from = newYorkInstant(date, '00:00') - 1;
      // An expired chain is polled in the evening at the latest.
      const end = Math.max(stretchOf(addDays(date, 1)).asOf, optionClose ?? 0);
      const to = Math.min(asOf, end);
      const levels = await between(underlying, from, to, Number.MAX_SAFE_INTEGER);
      return levels.filter(
        ({ expiration, timestamp }) => expiration === date || timestamp < (optionClose ?? 0),
      );
    },
  };
}
