import { SpyglassError } from '../../base/errors.ts';
import { dateProblem } from '../../market/calendar/instants.ts';
import { type ParsedTime, parseTypedTime } from '../../market/calendar/typed-time/parse-typed-time.ts';
import type { RefusedTime } from '../../market/calendar/typed-time/time-forms.ts';
import { resolveTypedTime, type TypedTimeContext } from '../../market/calendar/typed-time/typed-time.ts';

/**
 * A date, named by its flag where it has one.
 * @throws SpyglassError `usage`
 */
export function dateArgument(text: string, flag = ''): string {
  const problem = dateProblem(text);
  if (problem === null) return text;
  throw new SpyglassError('usage', `${flag === '' ? '' : `${flag}: `}${problem}.`);
}

/** An instant, epoch ms, and how its words were understood: `Tue 24 Nov 15:45:00 ET`. */
export interface NamedInstant {
  at: number;
  understood: string;
}

/** An instant that a flag names. */
export interface TimeArgument {
  readonly parsed: ParsedTime;
  /**
   * What it means once now and the calendar are known.
   * @throws SpyglassError `usage`
   */
  in(context: TypedTimeContext): NamedInstant;
}

/**
 * Reads the instant that a flag names: its words before anything else is done, so that what was mistyped is said first.
 * @throws SpyglassError `usage`
 */
export function timeArgument(text: string, flag: string): TimeArgument {
  const fail = ({ reason, examples }: RefusedTime): never => {
    throw new SpyglassError('usage', `${flag} ${text}: ${reason}.`, { hint: examples });
  };
  const read = parseTypedTime(text);
  if (!read.isValid) return fail(read);
  const { parsed } = read;
  return {
    parsed,
    in(context) {
      const typed = resolveTypedTime(parsed, context);
      return typed.isValid ? { at: typed.at, understood: typed.understood } : fail(typed);
    },
  };
}
