/** How often a job would like to run, and what one run costs. */
export interface WantedPolls {
  job: string;
  intervalMs: number;
  /** Requests a run makes. */
  calls: number;
}

/** Milliseconds between two polls of each job, by its name. */
export interface FittedIntervals {
  intervals: Record<string, number>;
  /** Whether any interval was stretched. */
  isStretched: boolean;
}

/** Intervals that divide an hour, so that slots fall on the same seconds in each one. */
const evenSeconds = [
  1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 450, 600, 720, 900,
  1200, 1800, 3600,
];

/**
 * Stretches all intervals by one common factor, rounded up to an even one each, until the calls fit into what is left of
 * the budget. No job is starved: each keeps its share.
 */
export function fitIntervals(wishes: readonly WantedPolls[], callsPerMinute: number): FittedIntervals {
  let chosen = stretched(wishes, 1);
  for (let factor = 1.05; callsOf(wishes, chosen) > callsPerMinute; factor *= 1.05) {
    chosen = stretched(wishes, factor);
  }
  return { intervals: chosen, isStretched: wishes.some((wish) => chosen[wish.job]! > wish.intervalMs) };
}

/** The intervals of all jobs, stretched by one factor and rounded up to even ones. */
export function stretched(wishes: readonly WantedPolls[], factor: number): Record<string, number> {
  return Object.fromEntries(
    wishes.map((wish) => [wish.job, factor === 1 ? wish.intervalMs : even(wish.intervalMs * factor)]),
  );
}

/** Calls a minute that jobs make at these intervals. */
export function callsOf(wishes: readonly WantedPolls[], intervals: Record<string, number>): number {
  return wishes.reduce((sum, wish) => sum + (wish.calls * 60_000) / intervals[wish.job]!, 0);
}

/** The next longer one of the intervals that divide an hour. */
export function nextEven(ms: number): number {
  return even(ms + 1);
}

function even(ms: number): number {
  const seconds = evenSeconds.find((candidate) => candidate * 1000 >= ms - 1e-6);
  return seconds ? seconds * 1000 : Math.ceil(ms / 3_600_000) * 3_600_000;
}
