import type { ReadOn } from '../../../recordings/read-on.ts';
import { datesOf, stretchOf } from '../archived-dates.ts';

/** A part of a stretch that one source answers for. */
export interface PartOfStretch extends ReadOn {
  /** The trade date that the archive answers for; `null` where the database does. */
  date: string | null;
}

/** Cuts a stretch at the ends of the trade dates that the archive answers for, oldest part first. @param dates oldest first */
export function cutStretch({ from, asOf }: ReadOn, dates: readonly string[]): PartOfStretch[] {
  const parts: PartOfStretch[] = [];
  let after = from;
  for (const date of datesOf(dates, { from, asOf })) {
    const own = stretchOf(date);
    if (own.from > after) parts.push({ from: after, asOf: own.from, date: null });
    const end = Math.min(own.asOf, asOf);
    parts.push({ from: Math.max(after, own.from), asOf: end, date });
    after = end;
  }
  if (after < asOf) parts.push({ from: after, asOf, date: null });
  return parts;
}
