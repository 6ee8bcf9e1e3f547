import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { PhaseState } from '../../protocol/state.ts';
import { daysBetween, formatWeekdayDate } from './time.ts';

/** What the words for an expiration depend on; times in epoch ms. */
export interface ExpiryTerms {
  /** `YYYY-MM-DD`. */
  expiration: string;
  /** When its options stop trading; `null` where that is not known. */
  optionClose: number | null;
  phase: PhaseState | null;
  now: number;
}

/**
 * Whether a later expiration is that of the session after the one at hand: then options do not trade until it opens.
 */
function isNextSession({ expiration, phase, now }: ExpiryTerms): boolean {
  if (!phase) return false;
  const { session } = phase;
  if (session.date > newYorkDate(now)) return session.date === expiration;
  return now >= session.optionClose && (phase.nextSession ?? phase.expiration) === expiration;
}

/** `0-DTE`, `next session`, `7-DTE`, or `expired`. */
export function expiryKind(terms: ExpiryTerms): string {
  const { expiration, optionClose, now } = terms;
  const days = daysBetween(newYorkDate(now), expiration);
  if (days < 0 || (days === 0 && optionClose !== null && now >= optionClose)) return 'expired';
  if (days === 0) return '0-DTE';
  return isNextSession(terms) ? 'next session' : `${days}-DTE`;
}

/** `0-DTE · Fri 27 Nov`, `next session · Mon 30 Nov`. */
export function expiryText(terms: ExpiryTerms): string {
  return `${expiryKind(terms)} · ${formatWeekdayDate(terms.expiration)}`;
}

/** The same of a session that may be over, as it was then: `0-DTE · Fri 27 Nov`. */
export function expiryOn(date: string, expiration: string): string {
  return `${daysBetween(date, expiration)}-DTE · ${formatWeekdayDate(expiration)}`;
}
