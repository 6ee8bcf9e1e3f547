import { SpyglassError } from '../../base/errors.ts';
import { dateProblem } from './instants.ts';
import type { ProductChange } from '../products/product.ts';
import type { NamedDate } from './trading-holidays.ts';
import { type HoursChange, type HoursOn, hoursBy, hoursProblem } from './trading-hours.ts';

/** What the rules and the table of hours cannot know: announced at short notice, from the settings or the vendor. */
export interface CalendarOverrides {
  closures?: { date: string; name: string }[];
  earlyCloses?: { date: string; name: string }[];
  /** Changes of hours beyond the table's. */
  hours?: readonly HoursChange[];
  /** Changes of products beyond the table's. */
  products?: readonly ProductChange[];
  /** Overnight sessions are left out, whatever the table says. */
  isWithoutOvernight?: boolean;
}

/** Throws `SpyglassError` (`settings`) on one that is no date. */
export function checkedDates(dates: readonly NamedDate[] = []): readonly NamedDate[] {
  for (const { date, name } of dates) {
    const problem = dateProblem(date);
    if (problem !== null) throw new SpyglassError('settings', `${name}, in the calendar's days: ${problem}.`);
  }
  return dates;
}

/** What is wrong with the order of the hours once these changes hold, for people; `null` where nothing is. */
export function problemOfChanges(changes: readonly HoursChange[]): string | null {
  const hoursOn = hoursBy(changes);
  for (const { from, what } of changes) {
    const problem = hoursProblem(hoursOn(from));
    if (problem) return `${from} ${what}: ${problem}`;
  }
  return null;
}

/** Throws `SpyglassError` (`settings`) on hours out of order. */
export function checkedHours({ hours = [], isWithoutOvernight = false }: CalendarOverrides): HoursOn {
  const problem = problemOfChanges(hours);
  if (problem) throw new SpyglassError('settings', `The calendar's hours cannot be kept: ${problem}`);
  const hoursOn = hoursBy(hours);
  return isWithoutOvernight ? (date) => ({ ...hoursOn(date), overnightOpen: null }) : hoursOn;
}
