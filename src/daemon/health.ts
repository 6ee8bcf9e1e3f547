import type { Clock } from '../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../base/errors.ts';
import { sanitizeText } from '../base/sanitize.ts';
import { bySeverity } from '../base/severity.ts';
import type { Health, Problem } from '../protocol/state.ts';
import type { EventBus } from './event-bus.ts';

/** What is wrong at the moment, one problem a subject. A change is emitted as `health`. */
export interface HealthTracker {
  /** Something is wrong with `subject`; replaces what was wrong with it before and keeps since when. */
  raise(subject: string, thrown: unknown): void;
  /** `subject` works. */
  clear(subject: string): void;
  current(): Health;
}

/** @returns a tracker without problems */
export function createHealthTracker(clock: Clock, bus: EventBus): HealthTracker {
  const problems = new Map<string, Problem>();
  const current = (): Health => ({
    problems: bySeverity([...problems.values()].filter((problem) => !isSaidOfStore(problem, problems))),
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

/** A write that failed because a shared store is away says the same as the lease that could not be renewed. */
function isSaidOfStore({ subject, code, message }: Problem, problems: ReadonlyMap<string, Problem>): boolean {
  const ofStore = problems.get('store');
  return subject === 'database' && ofStore?.code === code && ofStore.message === message;
}
