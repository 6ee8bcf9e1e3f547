import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import type { CursorReading, Provenance } from '../../../charts/cursor/cursor-reading.ts';
import {
  dayMs,
  formatClock,
  formatClockMinute,
  formatDate,
  formatWeekdayDate,
} from '../../../present/time.ts';
import { upstreamText } from '../../../present/upstream-text.ts';

/** In a few letters, for the line of the pane. */
export const provenanceTexts: Record<Provenance, string> = {
  quote: 'quote',
  'minute-close': 'minute bar',
  bar: 'bar',
  'bar-and-quotes': 'bar + quotes',
  'came-later': 'bar that came later',
};

/** The same in words. */
export const provenanceWords: Record<Provenance, string> = {
  quote: 'from recorded quotes',
  'minute-close': 'the close of the vendor’s minute bar',
  bar: 'from the vendor’s bars',
  'bar-and-quotes': 'from the vendor’s bars and the quotes recorded since',
  'came-later': 'from a bar that the vendor gave later',
};

const minuteMs = 60_000;

const clock = (at: number) => (at % minuteMs === 0 ? formatClockMinute(at) : formatClock(at));

/** `Fri 20 Nov`; with the year where it is not this one. */
function dateText(date: string, now: number): string {
  const year = date.slice(0, 4);
  return newYorkDate(now).startsWith(year) ? formatWeekdayDate(date) : `${formatWeekdayDate(date)} ${year}`;
}

/** When what is read was: `10:31:20 ET`, `10:30–10:45 ET`, with the date where the day is not today; or dates alone. */
export function timeText({ span, from, to, date, lastDate, priceAt }: CursorReading, now: number): string {
  const isToday = date === newYorkDate(now);
  if (span === 'days') {
    if (date === lastDate) return dateText(date, now);
    const isOther = !newYorkDate(now).startsWith(lastDate.slice(0, 4));
    return `${formatDate(date)} – ${formatDate(lastDate)}${isOther ? ` ${lastDate.slice(0, 4)}` : ''}`;
  }
  const isOwn = priceAt !== null && priceAt >= from && priceAt < to;
  const at = isOwn ? priceAt : from;
  const time = span === 'instant' ? clock(at) : `${clock(from)}–${clock(to)}`;
  return `${isToday ? '' : `${dateText(date, now)} `}${time} ET`;
}

/** Under the time axis, as short as can be. */
export function axisText({ span, from, date, priceAt, to }: CursorReading): string {
  if (span === 'days') return formatDate(date);
  const isOwn = priceAt !== null && priceAt >= from && priceAt < to;
  return formatClockMinute(isOwn ? priceAt : from);
}

/** When the price is older than the place: `of 10:30:05`. */
export function olderText({ priceAt, from }: CursorReading): string | null {
  return priceAt !== null && priceAt < from ? `of ${clock(priceAt)}` : null;
}

/** What a change is counted from. */
export function baseText({ base }: CursorReading): string {
  if (base === null) return '';
  if (base.kind === 'open') return 'since the open';
  return base.date === null ? 'on the previous close' : `on the close of ${formatWeekdayDate(base.date)}`;
}

/** Of which part of its time the volume is known; empty where it is of all of it. */
export function volumePartText({ volumeMinutes, isVolumeOfMinute, isSoFar }: CursorReading): string {
  if (volumeMinutes) return `in ${volumeMinutes.known} of ${volumeMinutes.of} min`;
  if (isVolumeOfMinute) return 'in the minute';
  return isSoFar ? 'so far' : '';
}

/** Where nothing is, from when to when; `null` where there is no gap. */
export function gapText({ gap, price, missingBefore }: CursorReading): string | null {
  if (gap) {
    const times = gap.to === null ? `since ${clock(gap.from)}` : `${clock(gap.from)}–${clock(gap.to)}`;
    const what = price === null ? 'no price' : 'not recorded';
    return `${what} ${times}: ${gapReason(gap.reason)}`;
  }
  if (!missingBefore) return null;
  const { from, to } = missingBefore;
  const isWithinDay = to - from < dayMs && newYorkDate(from) === newYorkDate(to);
  return isWithinDay
    ? `no bars ${clock(from)}–${clock(to)} before it`
    : `no bars between ${formatWeekdayDate(newYorkDate(from))} and it`;
}

function gapReason(reason: string | null): string {
  return reason === null ? 'no quote and no bar' : upstreamText(reason, 160);
}
