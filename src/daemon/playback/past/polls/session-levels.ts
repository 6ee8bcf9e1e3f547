import { newYorkInstant } from '../../../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../../../market/levels/levels.ts';
import type { LevelsStore } from '../../../../recordings/levels.ts';
import { keepValues } from './kept-values.ts';
import { levelsIn } from '../past-reads.ts';

/** Levels of a session that were read, and up to when. */
interface ReadSession {
  levels: readonly RecordedLevels[];
  readTo: number;
}

/** Somebody looks at one session, and compares it with one or two others. */
const maxKept = 4;

/** `ofSession` of recorded levels, reading each session once: whoever moves in it asks for it again and again. */
export function keepSessionLevels(
  levels: Pick<LevelsStore, 'at' | 'ofSession' | 'between'>,
): Pick<LevelsStore, 'at' | 'ofSession'> {
  const kept = keepValues<ReadSession>(maxKept);
  return {
    at: levels.at,
    async ofSession(underlying, date, optionClose, asOf) {
      const key = `${underlying} ${date} ${optionClose}`;
      let known = kept.get(key);
      if (!known) {
        known = { levels: await levels.ofSession(underlying, date, optionClose, asOf), readTo: asOf };
      } else if (known.readTo < asOf) {
        const after = Math.max(known.readTo, newYorkInstant(date, '00:00') - 1);
        const later = await levelsIn({ levels }, underlying, { after, to: asOf });
        const own = later.filter(
          ({ expiration, timestamp }) => expiration === date || timestamp < (optionClose ?? 0),
        );
        known = { levels: [...known.levels, ...own], readTo: asOf };
      }
      kept.set(key, known);
      return known.levels.filter(({ timestamp }) => timestamp <= asOf);
    },
  };
}
