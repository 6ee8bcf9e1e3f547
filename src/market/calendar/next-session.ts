import { type CalendarYears, yearOf } from './calendar-years.ts';
import { newYorkDate } from './new-york-time.ts';
import type { Session } from './session.ts';

/** The first session that ends after any instant from `from` until it has ended. */
export interface NextSession {
  from: number;
  session: Session;
}

/** @returns a function that finds the first session that ends after an instant, post-market included */
export function createNextSession(years: CalendarYears): (at: number) => NextSession {
  // A schedule asks about now, about the coming slot and about the session after that in turns, all night long.
  let found: NextSession | null = null;
  let foundBefore: NextSession | null = null;
  return (at) => {
    if (found && holdsAt(found, at)) return found;
    if (foundBefore && holdsAt(foundBefore, at)) return foundBefore;
    const year = yearOf(newYorkDate(at));
    const { sessions } = years.at(year);
    const index = firstIndex(sessions, (session) => session.postClose > at);
    const session = sessions[index] ?? years.at(year + 1).sessions[0]!;
    foundBefore = found;
    found = { from: sessions[index - 1]?.postClose ?? at, session };
    return found;
  };
}

function holdsAt({ from, session }: NextSession, at: number): boolean {
  return at >= from && at < session.postClose;
}

/** Index of the first item for which a condition holds that stays true from there on; the length if none. */
export function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
