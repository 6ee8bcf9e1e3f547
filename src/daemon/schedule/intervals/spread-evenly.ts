import { windowMs } from '../../../sources/polygon/budget.ts';
import type { TimedPolls } from './simulated-slots.ts';

const roundSeconds = 3600;
const windowSeconds = windowMs / 1000;
/** Places that are tried for one job's slots. */
const places = 30;

/**
 * Places the slots of one job after the other where the minutes of an hour hold fewest calls so far, the most important
 * job first; it begins with the session. Cheap however many jobs there are, and not always the best there is.
 * @param rangeOf how late a job's first slot may come, ms
 */
export function spreadEvenly(
  polls: readonly TimedPolls[],
  rangeOf: (polls: TimedPolls) => number,
): TimedPolls[] {
  /** Calls in the minute that ends at each second of the hour. */
  const load = new Float64Array(roundSeconds);
  return polls.map((one, index) => {
    const around = sumsOf(load);
    const range = index === 0 ? 0 : rangeOf(one) / 1000;
    let offset = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let place = 0; place < places; place++) {
      const tried = Math.round((place * range) / places);
      let sum = 0;
      for (const at of slotsOf(tried, one)) sum += around[at]!;
      if (sum < least) [offset, least] = [tried, sum];
    }
    for (const at of slotsOf(offset, one)) {
      for (let second = 0; second < windowSeconds; second++) load[(at + second) % roundSeconds]! += one.calls;
    }
    return { ...one, offsetMs: offset * 1000 };
  });
}

/** The seconds of the hour at which its slots lie. */
function slotsOf(offset: number, { intervalMs }: TimedPolls): number[] {
  const interval = Math.max(1, Math.round(intervalMs / 1000));
  const count = Math.max(1, Math.floor(roundSeconds / interval));
  return Array.from({ length: count }, (_, slot) => (offset + slot * interval) % roundSeconds);
}

/** At each second, the load of all the minutes that a call then would be in. */
function sumsOf(load: Float64Array): Float64Array {
  const sums = new Float64Array(roundSeconds);
  let sum = 0;
  for (let second = 0; second < windowSeconds; second++) sum += load[second]!;
  for (let at = 0; at < roundSeconds; at++) {
    sums[at] = sum;
    sum += load[(at + windowSeconds) % roundSeconds]! - load[at]!;
  }
  return sums;
}
