import { SpyglassError } from '../../base/errors.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { withSession } from '../playback/played-day.ts';
import type { ExportWish } from './export-wish.ts';
import type { RangeEnd } from './range-end.ts';

/**
 * The range as instants, by the time of the daemon that exports; an end that was not given is left out.
 * @throws SpyglassError `usage`
 */
export async function hostRange(
  { loaded }: Pick<Invocation, 'loaded'>,
  link: Link,
  wish: Pick<ExportWish, 'from' | 'to'>,
  symbol: string,
): Promise<{ from?: number; to?: number }> {
  const { now } = link.hello;
  const context = { now, reference: now, calendar: createCalendar(calendarDays(loaded.settings)) };
  const resolved = async (end: RangeEnd) => {
    const byTheRules = end.in(context);
    if (!end.needsCalendar) return byTheRules;
    // That day may have closed early by the exchange's word.
    const session = await link.request('playback.session', { symbol, date: tradeDateOf(byTheRules.first) });
    return end.in({ ...context, calendar: withSession(context.calendar, session) });
  };
  const from = wish.from && (await resolved(wish.from)).first;
  const to = wish.to && (await resolved(wish.to)).last;
  if (from !== null && to !== null && from > to) {
    throw new SpyglassError('usage', '--to lies before --from.');
  }
  return { ...(from !== null && { from }), ...(to !== null && { to }) };
}
