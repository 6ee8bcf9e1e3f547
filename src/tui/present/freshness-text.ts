import { type Badge, badgeText, type Freshness } from '../../market/quotes/freshness.ts';
import type { Span } from '../render/line.ts';
import type { Token } from '../theme/tokens.ts';
import { formatAge, formatMoment } from './time.ts';

/**
 * How old a value is, by the vendor's time of it: `0:05 ago`. When it was made, `Fri 20:00`, where nothing trades. Of a
 * value without such a time, when it was polled.
 */
export function ageText(freshness: Freshness, now: number): string {
  const { at, ageMs, isAtRest, isQuiet, isTimeKnown } = freshness;
  const age = isAtRest ? formatMoment(at, now) : `${formatAge(ageMs)} ago`;
  if (!isTimeKnown) return `polled ${age}`;
  return isQuiet ? `last trade ${age}` : age;
}

/** The same for a column: `0:05`, `Fri 20:00`. */
export function shortAge({ at, ageMs, isAtRest }: Freshness, now: number): string {
  return isAtRest ? formatMoment(at, now) : formatAge(ageMs);
}

const badgeTokens: Record<Badge['kind'], Token> = {
  'real-time': 'ok',
  delayed: 'warning',
  late: 'error',
  'end-of-day': 'warning',
  close: 'warning',
  unknown: 'dim',
};

/** How fresh a value is, as a badge; empty where that is not known. */
export function badgeSpan(badge: Badge): Span {
  return [badgeText(badge), badgeTokens[badge.kind]];
}

/** The same as age and badge, in words that do not change as time passes: `Delayed by 15 minutes, as of 10:15.` */
export function freshnessSentence(freshness: Freshness, now: number): string {
  const { at, isQuiet, isTimeKnown } = freshness;
  const of = isTimeKnown ? (isQuiet ? 'last trade at' : 'as of') : 'polled at';
  return `${spokenBadge(freshness.badge)}, ${of} ${formatMoment(at, now)}.`;
}

function spokenBadge(badge: Badge): string {
  switch (badge.kind) {
    case 'real-time':
      return 'Real-time';
    case 'delayed':
      return `Delayed by ${badge.minutes} minutes`;
    case 'late':
      return `Late by ${badge.minutes} minutes`;
    case 'end-of-day':
      return 'End of day';
    case 'close':
      return 'Last close';
    case 'unknown':
      return 'Of unknown freshness';
  }
}

/** Of what was put together afterwards from the vendor's bars: in words, since colours are not everywhere. */
export const rebuiltBadge: Span = ['REBUILT', 'warning'];
