import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { instantProblem, isInstant, lastInstant } from '../../market/calendar/instants.ts';

/**
 * A clock that never shows an instant beyond the range of `market/calendar/instants.ts`. While the machine's does (a dead battery
 * sets it to 1970), time goes on from the last instant that it showed, by the timer.
 */
export interface TrustedClock extends Clock {
  /** What is wrong with the machine's clock; `null` when nothing is. */
  problem(): SpyglassError | null;
  /** Told of each change of that, as soon as anybody asks for the time. */
  watch(onChange: (problem: SpyglassError | null) => void): void;
}

/** @throws SpyglassError `clock` when it is wrong from the start */
export function trustClock(clock: Clock): TrustedClock {
  let last = { now: clock.now(), monotonic: clock.monotonic() };
  let wrongAt: number | null = null;
  let onChange: (problem: SpyglassError | null) => void = () => {};
  const first = clockProblem(last.now);
  if (first) throw first;
  const problem = () => (wrongAt === null ? null : clockProblem(wrongAt));
  const read = (): number => {
    const now = clock.now();
    const monotonic = clock.monotonic();
    const wasWrong = wrongAt !== null;
    if (isInstant(now)) {
      last = { now, monotonic };
      wrongAt = null;
      if (wasWrong) onChange(null);
      return now;
    }
    wrongAt = now;
    if (!wasWrong) onChange(problem());
    return Math.min(lastInstant, last.now + Math.round((monotonic - last.monotonic) * clock.speed));
  };
  const { speed, monotonic, sleep, after } = clock;
  return {
    ...{ speed, monotonic, sleep, after, now: read },
    problem() {
      read();
      return problem();
    },
    watch(listener) {
      onChange = listener;
    },
  };
}

/** What is wrong with an instant that a clock shows. */
export function clockProblem(now: number): SpyglassError | null {
  const reason = instantProblem(now);
  return reason === null ? null : new SpyglassError('clock', `The clock is wrong: ${reason}.`);
}
