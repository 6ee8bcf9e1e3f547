import { calendarDays } from '../../config/settings/calendar-days.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import {
  type Badge,
  badgeText,
  freshnessOf,
  isLate,
  type ValueTimes,
} from '../../market/quotes/freshness.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** How fresh a value was when it came: the same of a daemon's answer and of the recordings. */
export interface ShownFreshness {
  /** Epoch ms of the value by the vendor's account; `null` where it gives none. */
  valueAt: number | null;
  /** How far the feed was behind when the answer came; `null` where that cannot be measured. */
  behindMs: number | null;
  badge: Badge['kind'];
  isLate: boolean;
  /** Nothing had traded for a while, although bid and ask went on. */
  isQuiet: boolean;
}

/** How fresh a value was when it was received, for JSON. */
export function shownFreshness(invocation: Invocation, times: ValueTimes): ShownFreshness {
  const { badge, behindMs, isQuiet } = whenReceived(invocation, times);
  return { valueAt: times.valueAt, behindMs, badge: badge.kind, isLate: isLate({ badge }), isQuiet };
}

/** `real-time`, `late 20m`. */
export function shownBadge(invocation: Invocation, times: ValueTimes): string {
  return badgeText(whenReceived(invocation, times).badge);
}

function whenReceived({ loaded }: Invocation, times: ValueTimes) {
  const hours = createCalendar(calendarDays(loaded.settings)).phaseAt(times.receivedAt);
  return freshnessOf(times, hours, times.receivedAt);
}

/** Later than this after the quotes, the poll has a time of its own. */
const sameMomentMs = 60_000;

/** When the values of a chain were made, and when they were polled where that is not the same. */
export function optionsMoment({ valueAt, receivedAt }: ValueTimes): string {
  const at = valueAt ?? receivedAt;
  const date = newYorkDate(at);
  const moment = `${date} ${formatNewYorkTime(at, true)} New York`;
  if (receivedAt - at < sameMomentMs) return moment;
  const polledOn = newYorkDate(receivedAt);
  const polled = polledOn === date ? '' : `${polledOn} `;
  return `${moment} (polled ${polled}${formatNewYorkTime(receivedAt, true)})`;
}
