import { calendarDays } from '../../config/settings/calendar-days.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import { needsCalendar, resolveTypedTime } from '../../market/calendar/typed-time/typed-time.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { NamedInstant, TimeArgument } from '../invocation/time-argument.ts';
import { withSession } from './played-day.ts';

/**
 * The recorded instant that a flag names, by the time of who plays it.
 * @throws SpyglassError `usage` where it lies in the future, or on a day without the session that it names
 */
export async function playedInstant(
  { loaded }: Pick<Invocation, 'loaded'>,
  link: Link,
  time: TimeArgument,
  symbol: string,
): Promise<NamedInstant> {
  const { now } = link.hello;
  const calendar = createCalendar(calendarDays(loaded.settings));
  const context = { now, reference: now, calendar };
  const byTheRules = resolveTypedTime(time.parsed, context);
  if (!byTheRules.isValid || !needsCalendar(time.parsed)) return time.in({ ...context, isPast: true });
  // That day may have closed early by the exchange's word.
  const session = await link.request('playback.session', { symbol, date: tradeDateOf(byTheRules.at) });
  return time.in({ ...context, calendar: withSession(calendar, session), isPast: true });
}
