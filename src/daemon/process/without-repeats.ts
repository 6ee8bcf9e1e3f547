import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';

/** A failure that has not come back for this long is a new one. Real milliseconds. */
const forgetMs = 10 * 60_000;
/** Failures that differ each time must not fill the memory. */
const maxKinds = 500;

/**
 * A log without most repeats of a warning or error: of one that goes on with the same words, about the same and for
 * the same reason, the 1st, 2nd, 4th, 8th, … time is written, from the second on with `times`. A store or an API that is away for hours would
 * fill the log otherwise. Lines without `err` are all written.
 */
export function withoutRepeats(log: Logger, clock: Clock): Logger {
  const seen = new Map<string, { times: number; at: number }>();
  const unlessRepeated = (level: 'warn' | 'error') => (fields: object, message: string) => {
    const times = 'err' in fields ? count(keyOf(fields, message)) : 1;
    if (times === 1) log[level](fields, message);
    else if (isPowerOfTwo(times)) log[level]({ ...fields, times }, message);
  };
  function count(key: string): number {
    const now = clock.now();
    const before = seen.get(key);
    const isSame = before !== undefined && now - before.at < forgetMs * clock.speed;
    const times = isSame ? before.times + 1 : 1;
    if (seen.size >= maxKinds) seen.clear();
    seen.set(key, { times, at: now });
    return times;
  }
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: unlessRepeated('warn'),
    error: unlessRepeated('error'),
  };
}

function keyOf({ err, ...about }: { err?: unknown }, message: string): string {
  return [message, messageOf(err), ...Object.values(about).map(String)].join('\n');
}

const isPowerOfTwo = (number: number) => Number.isInteger(Math.log2(number));
