import type { Calendar } from '../calendar/calendar.ts';
import type { Bar } from './bar.ts';

/** Whether a bar belongs to the regular hours of its day; the vendor sends those before and after as well. */
export function isRegular(calendar: Calendar, { date, start, timeframe }: Bar): boolean {
  const session = calendar.sessionOn(date);
  if (!session) return false;
  return timeframe === 'daily' || (start >= session.open && start < session.close);
}
