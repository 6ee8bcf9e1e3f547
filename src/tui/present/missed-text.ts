import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Missed, MissedGap } from '../../protocol/missed.ts';
import { formatCount, formatFixed, plural } from './number.ts';
import { dayMs, formatClockMinute, formatWeekdayDate } from './time.ts';
import { upstreamText } from './upstream-text.ts';

const hourMs = dayMs / 24;
const minuteMs = hourMs / 60;

/** A span with its units, its two largest ones, rounded down: `2 d 18 h`, `6 h 45 min`, `12 min`, `40 s`. */
export function spanText(ms: number): string {
  const units = [
    [Math.floor(ms / dayMs), 'd'],
    [Math.floor(ms / hourMs) % 24, 'h'],
    [Math.floor(ms / minuteMs) % 60, 'min'],
    [Math.floor(ms / 1000) % 60, 's'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  // Seconds are of interest only where there is nothing else.
  const shown = first === 2 ? units.slice(2, 3) : units.slice(first, first + 2);
  return shown
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** Reasons named one by one; what else there was is counted. */
const maxReasons = 2;

function gapsText({ missing: { gaps, ms, reasons } }: Missed): string {
  if (gaps === 0) return 'no gaps';
  const named = reasons.slice(0, maxReasons).map((reason) => upstreamText(reason, 60));
  const others = reasons.length - named.length;
  const why = [...named, ...(others > 0 ? [plural(others, 'other reason')] : [])].join(', ');
  return `${plural(gaps, 'gap')}, ${spanText(ms)}: ${why}`;
}

/** Rounded down: nothing that lacks a minute is called whole. */
function shareText({ ratio }: Missed): string {
  const percent = Math.floor((ratio ?? 0) * 1000) / 10;
  return percent === 100 ? '100%' : `${formatFixed(percent, 1)}%`;
}

function recordedText(missed: Missed): string {
  const { sessions, sessionMs } = missed;
  if (sessions === 0) return 'no session';
  return `recorded ${shareText(missed)} of ${spanText(sessionMs)} in ${plural(sessions, 'session')}`;
}

/** What happened, part by part: `recorded 97.1% of 45 min in 2 sessions`, `2 gaps, 12 min: upstream error: timeout`, `5 alerts`. */
export function missedParts(missed: Missed): string[] {
  const { alertCount, sessions } = missed;
  return [
    recordedText(missed),
    ...(sessions > 0 ? [gapsText(missed)] : []),
    alertCount === 0 ? 'no alerts' : plural(alertCount, 'alert'),
  ];
}

/** `Since Fri 27 Nov 15:42 ET (2 d 18 h)`. */
export function sinceText({ since, until }: Pick<Missed, 'since' | 'until'>): string {
  const day = formatWeekdayDate(newYorkDate(since));
  return `Since ${day} ${formatClockMinute(since)} ET (${spanText(until - since)})`;
}

/** All of it in one line. */
export function missedText(missed: Missed): string {
  return `${sinceText(missed)}: ${missedParts(missed).join(' · ')}`;
}

/** In short, for a line in the footer: `Since Fri 27 Nov 15:42: recorded 97.1% · 2 gaps · 5 alerts`. */
export function missedNotice(missed: Missed): string {
  const { since, alertCount, missing } = missed;
  const counted = (count: number, what: string) => (count === 0 ? `no ${what}s` : plural(count, what));
  const parts = [
    ...(missed.sessions > 0 ? [`recorded ${shareText(missed)}`, counted(missing.gaps, 'gap')] : []),
    counted(alertCount, 'alert'),
  ];
  return `Since ${formatWeekdayDate(newYorkDate(since))} ${formatClockMinute(since)}: ${parts.join(' · ')}`;
}

/** A gap's job, length and reason: `chain not recorded for 6 min: upstream error: timeout`. */
export function missedGapText({ job, from, to, reason }: MissedGap, until: number): string {
  const lasts = to === null ? ' until now' : '';
  return `${upstreamText(job, 40)} not recorded for ${spanText((to ?? until) - from)}${lasts}: ${upstreamText(reason, 160)}`;
}

/** `alerts, latest first`, and how many of them where not all are listed. */
export function listedText(what: string, listed: number, all: number): string {
  const some = listed < all ? `, the last ${formatCount(listed)} of ${formatCount(all)}` : '';
  return `${what}, latest first${some}`;
}
