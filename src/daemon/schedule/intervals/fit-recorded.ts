import { callsOf, type FittedIntervals, fitIntervals, stretched, type WantedPolls } from './fit-intervals.ts';

/** Intervals of the recorded jobs, and those that are given up: they are not polled at all. */
export interface RecordedFit extends FittedIntervals {
  /** Names of jobs. */
  givenUp: readonly string[];
}

/**
 * By how much a job is stretched at most before it is given up: a quote every 75 s and a chain every 5 min by the usual
 * settings. More seldom polls would be called recorded and be of no use to whoever trades what expires today.
 */
export const maxStretch = 5;
/** What the first underlying keeps of the calls for the sake of others. */
const firstShare = 2 / 3;

/**
 * Fits recorded jobs into the calls of a minute. The least important rank is stretched first, by one factor, up to a
 * limit; then the rank above it. The first rank is stretched last, as far as two thirds of the calls do for it. Where
 * that is not enough, jobs are given up from the end until the rest fits; one of the first rank never is.
 * @param ranks most important first; within a rank, too
 */
export function fitRecorded(ranks: readonly (readonly WantedPolls[])[], callsPerMinute: number): RecordedFit {
  const [first = [], ...rest] = ranks;
  const others = rest.map((rank) => [...rank]);
  const givenUp: string[] = [];
  for (;;) {
    const intervals = stretchFromEnd(first, others, callsPerMinute);
    if (intervals !== null) {
      const isStretched = ranks.flat().some(({ job, intervalMs }) => (intervals[job] ?? 0) > intervalMs);
      return { intervals, isStretched: isStretched || givenUp.length > 0, givenUp };
    }
    const rank = others.findLast((polls) => polls.some(({ calls }) => calls > 0))!;
    const [dropped] = rank.splice(
      rank.findLastIndex(({ calls }) => calls > 0),
      1,
    );
    givenUp.push(dropped!.job);
  }
}

/** @returns `null` where stretching alone does not do */
function stretchFromEnd(
  first: readonly WantedPolls[],
  others: readonly (readonly WantedPolls[])[],
  callsPerMinute: number,
): Record<string, number> | null {
  const factors = others.map(() => 1);
  const ofOthers = () => Object.assign({}, ...others.map((rank, index) => stretched(rank, factors[index]!)));
  const left = () => callsPerMinute - callsOf(others.flat(), ofOthers());
  const whole = stretched(first, 1);
  const wanted = callsOf(first, whole);
  if (wanted <= left()) return { ...whole, ...ofOthers() };
  for (let index = others.length - 1; index >= 0; index--) {
    for (let factor = 1.05; factors[index]! < maxStretch; factor *= 1.05) {
      factors[index] = Math.min(maxStretch, factor);
      if (wanted <= left()) return { ...whole, ...ofOthers() };
    }
  }
  const isAlone = others.flat().every(({ calls }) => calls === 0);
  if (!isAlone && left() < callsPerMinute * firstShare) return null;
  return { ...fitIntervals(first, left()).intervals, ...ofOthers() };
}
