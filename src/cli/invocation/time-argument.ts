import { SpyglassError } from '../../base/errors.ts';
import { dateProblem } from '../../market/calendar/instants.ts';
import { readInstant } from '../../market/calendar/typed-time.ts';

/**
 * A date, named by its flag where it has one.
 * @throws SpyglassError `usage`
 */
export function dateArgument(text: string, flag = ''): string {
  const problem = dateProblem(text);
  if (problem === null) return text;
  throw new SpyglassError('usage', `${flag === '' ? '' : `${flag}: `}${problem}.`);
}

/**
 * The instant that a flag names, once the time at hand is known: read before anything else, so that what was mistyped
 * is said first.
 * @throws SpyglassError `usage`
 */
export function instantArgument(text: string, flag: string): (now: number) => number {
  const typed = readInstant(text);
  if (typed.isValid) return typed.at;
  throw new SpyglassError('usage', `${flag} ${text}: ${typed.reason}.`, {
    hint: 'For example 14:30 or "2026-11-23 14:30" (New York), or 2026-11-23T19:30:00Z.',
  });
}
