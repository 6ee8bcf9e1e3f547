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
  const intervals = (factor: number) =>
    Object.fromEntries(
      wishes.map((wish) => [wish.job, factor === 1 ? wish.intervalMs : even(wish.intervalMs * factor)]),
    );
  let chosen = intervals(1);
  for (let factor = 1.05; cost(wishes, chosen) > callsPerMinute; factor *= 1.05) chosen = intervals(factor);
  return { intervals: chosen, isStretched: wishes.some((wish) => chosen[wish.job]! > wish.intervalMs) };
}

/** Calls a minute. */
function cost(wishes: readonly WantedPolls[], chosen: Record<string, number>): number {
  return wishes.reduce((sum, wish) => sum + (wish.calls * 60_000) / chosen[wish.job]!, 0);
}

/** What the main jobs give up at most for the sake of others. */
const othersShare = 1 / 3;

/**
 * The main jobs as if they were alone, and others with what that leaves. Where that is not enough for them, the main
 * jobs do with two thirds of the calls at worst.
 */
export function fitTogether(
  main: readonly WantedPolls[],
  others: readonly WantedPolls[],
  callsPerMinute: number,
): { main: FittedIntervals; others: FittedIntervals } {
  const left = (plan: FittedIntervals) => callsPerMinute - cost(main, plan.intervals);
  const alone = fitIntervals(main, callsPerMinute);
  const wanted = others.reduce((sum, wish) => sum + (wish.calls * 60_000) / wish.intervalMs, 0);
  const share = Math.min(wanted, callsPerMinute * othersShare);
  const chosen = left(alone) < share ? fitIntervals(main, callsPerMinute - share) : alone;
  // Slots are not spread evenly: of what is left over the minutes, about half lies where a call delays none of them.
  const usable = left(chosen) < wanted ? left(chosen) / 2 : left(chosen);
  return { main: chosen, others: fitIntervals(others, usable) };
}

function even(ms: number): number {
  const seconds = evenSeconds.find((candidate) => candidate * 1000 >= ms - 1e-6);
  return seconds ? seconds * 1000 : Math.ceil(ms / 3_600_000) * 3_600_000;
}
