import type { Clock } from '../base/clock.ts';
import { type ErrorCode, SpyglassError, toSpyglassError } from '../base/errors.ts';
import { sanitizeText } from '../base/sanitize.ts';
import type { Health, Problem } from '../protocol/state.ts';
import type { Bus } from './bus.ts';

export interface HealthBook {
  /** Something is wrong with `subject`; replaces what was wrong with it before and keeps since when. */
  raise(subject: string, thrown: unknown): void;
  /** `subject` works. */
  clear(subject: string): void;
  current(): Health;
}

/** Worst first, so that a screen with room for one line shows the one that matters. */
const severity: ErrorCode[] = [
  'database_broken',
  'database_full',
  'database_locked',
  'data_dir',
  'key_rejected',
  'internal',
  'upstream_unreachable',
  'upstream_failed',
  'rate_limited',
  'not_entitled',
];

export function createHealthBook(clock: Clock, bus: Bus): HealthBook {
  const problems = new Map<string, Problem>();
  const rank = (problem: Problem) => {
    const place = severity.indexOf(problem.code as ErrorCode);
    return place < 0 ? severity.length : place;
  };
  const current = (): Health => ({
    problems: [...problems.values()].sort((a, b) => rank(a) - rank(b) || a.since - b.since),
  });
  return {
    current,
    raise(subject, thrown) {
      const error: SpyglassError = thrown instanceof SpyglassError ? thrown : toSpyglassError(thrown);
      const before = problems.get(subject);
      const message = sanitizeText(error.message, 300);
      if (before?.code === error.code && before.message === message) return;
      const since = before?.code === error.code ? before.since : clock.now();
      problems.set(subject, { code: error.code, subject, message, hint: error.hint, since });
      bus.emit('health', current());
    },
    clear(subject) {
      if (problems.delete(subject)) bus.emit('health', current());
    },
  };
}
