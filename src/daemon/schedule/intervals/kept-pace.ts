import { windowMs } from '../../../sources/polygon/budget.ts';
import { nextEven, type WantedPolls } from './fit-intervals.ts';
import { maxStretch, type RecordedFit } from './fit-recorded.ts';
import { longestWaits, type TimedPolls } from './simulated-slots.ts';
import { spreadEvenly } from './spread-evenly.ts';

/** A fit whose slots get their calls in time. */
export interface PacedFit extends RecordedFit {
  /** By job, how long after the start of a session its slots begin; `null` where the usual places do. */
  offsets: Record<string, number> | null;
}

/** What decides whether slots get their calls in time. */
export interface PaceTerms {
  /** Of the recorded jobs, most important first; as in `fitRecorded`. */
  ranks: readonly (readonly WantedPolls[])[];
  /** Calls that slots may take in any minute. */
  windowCalls: number;
  /** Where the slots of a fit usually begin. */
  usualOffsets: (fit: RecordedFit) => Record<string, number>;
}

/** The longest time between two polls, in intervals, that still passes for the interval. */
const keptWait = 1.1;
/** Places that are tried for one job's slots. */
const places = 20;
const maxPasses = 2;
const maxSteps = 16;

/** More jobs than these are placed and stretched together: trying each by itself would take seconds. */
const maxSearched = 6;

/**
 * Calls that fit into a minute on average may still be too many for the busiest one: the slots of several jobs meet there,
 * wait for one another, and polls come less often than said. Moves the slots of the less important jobs to where all get
 * their calls in time; where there is no such place, intervals become longer until there is. Intervals are what is kept
 * then, and may be said.
 */
export function keepPace(fit: RecordedFit, terms: PaceTerms): PacedFit {
  const wanted = terms.ranks.flat().filter(({ job, calls }) => calls > 0 && !fit.givenUp.includes(job));
  const isSearched = wanted.length <= maxSearched;
  let intervals = fit.intervals;
  for (let step = 0; ; step++) {
    const placed = placedOf({ ...fit, intervals }, wanted, terms);
    if (placed.wait <= keptWait || step === maxSteps) return pacedFit(fit, intervals, placed, wanted);
    const longer = isSearched
      ? longerIntervals(intervals, wanted, terms)
          .map((tried) => ({ tried, placed: placedOf({ ...fit, intervals: tried }, wanted, terms) }))
          .sort((a, b) => costOf(a.placed) - costOf(b.placed))[0]?.tried
      : longerRank(intervals, wanted, terms);
    if (!longer) return pacedFit(fit, intervals, placed, wanted);
    intervals = longer;
  }
}

interface Placed {
  offsets: Record<string, number> | null;
  /** The longest of any job, in intervals. */
  wait: number;
}

/** All that are kept are as good as one another: the first of them, which is of the least important job, is taken. */
const costOf = ({ wait }: Placed) => Math.max(wait, keptWait);

function pacedFit(
  fit: RecordedFit,
  intervals: Record<string, number>,
  { offsets }: Placed,
  wanted: readonly WantedPolls[],
): PacedFit {
  const isLonger = wanted.some(({ job, intervalMs }) => intervals[job]! > intervalMs);
  return { ...fit, intervals, isStretched: fit.isStretched || isLonger, offsets };
}

/** Each with one interval a step longer, the least important job in front; those of later ranks as far as any are stretched. */
function longerIntervals(
  intervals: Record<string, number>,
  wanted: readonly WantedPolls[],
  { ranks }: PaceTerms,
): Record<string, number>[] {
  const first = ranks[0] ?? [];
  return wanted.toReversed().flatMap((one) => {
    const longer = nextEven(intervals[one.job]!);
    const isAllowed = first.includes(one) || longer <= maxStretch * one.intervalMs;
    return isAllowed ? [{ ...intervals, [one.job]: longer }] : [];
  });
}

/** The least stretched jobs of the last rank that may be stretched further, each a step longer; `null` where none may. */
function longerRank(
  intervals: Record<string, number>,
  wanted: readonly WantedPolls[],
  { ranks }: PaceTerms,
): Record<string, number> | null {
  const stretchOf = ({ job, intervalMs }: WantedPolls) => intervals[job]! / intervalMs;
  for (const rank of ranks.toReversed()) {
    const most = rank === ranks[0] ? Number.POSITIVE_INFINITY : maxStretch;
    const open = rank.filter(
      (one) => wanted.includes(one) && nextEven(intervals[one.job]!) <= most * one.intervalMs,
    );
    const least = Math.min(...open.map(stretchOf));
    const longer = open
      .filter((one) => stretchOf(one) === least)
      .map(({ job }) => [job, nextEven(intervals[job]!)] as const);
    if (longer.length > 0) return { ...intervals, ...Object.fromEntries(longer) };
  }
  return null;
}

/** Where slots begin so that the longest wait is the shortest: the usual places, where these do. */
function placedOf(fit: RecordedFit, wanted: readonly WantedPolls[], terms: PaceTerms): Placed {
  const { ranks, windowCalls } = terms;
  const { intervals } = fit;
  if (neverWaits(wanted, intervals, windowCalls)) return { offsets: null, wait: 1 };
  const usual = terms.usualOffsets(fit);
  const timed = wanted.map(
    ({ job, calls }): TimedPolls => ({
      ...{ job, calls },
      ...{ intervalMs: intervals[job]!, offsetMs: usual[job] ?? 0 },
    }),
  );
  const waitOf = (polls: readonly TimedPolls[]) => Math.max(...longestWaits(polls, windowCalls));
  const wait = waitOf(timed);
  if (wait <= keptWait) return { offsets: null, wait };
  const quoteMs = intervals[ranks[0]?.[0]?.job ?? ''] ?? windowMs;
  // The quote of the first underlying begins with the session; its chain follows before the next quote.
  const rangeOf = ({ job, intervalMs }: TimedPolls) =>
    ranks[0]?.some((one) => one.job === job) ? Math.min(quoteMs, intervalMs) : intervalMs;
  const spread = spreadEvenly(timed, rangeOf);
  const spreadWait = waitOf(spread);
  const isSearched = wanted.length <= maxSearched && spreadWait > keptWait;
  return isSearched
    ? placeByPlace(timed, wait, waitOf, rangeOf)
    : { offsets: offsetsOf(spread), wait: spreadWait };
}

/** Moves one job's slots after the other to the first place with a shorter wait, the least important job first. */
function placeByPlace(
  usual: readonly TimedPolls[],
  usualWait: number,
  waitOf: (polls: readonly TimedPolls[]) => number,
  rangeOf: (polls: TimedPolls) => number,
): Placed {
  let [timed, wait] = [usual, usualWait];
  for (let pass = 0; pass < maxPasses && wait > keptWait; pass++) {
    for (let index = timed.length - 1; index > 0 && wait > keptWait; index--) {
      for (let place = 0; place < places && wait > keptWait; place++) {
        const offsetMs = Math.round((place * rangeOf(timed[index]!)) / places / 1000) * 1000;
        const moved = timed.with(index, { ...timed[index]!, offsetMs });
        const longest = waitOf(moved);
        if (longest < wait) [timed, wait] = [moved, longest];
      }
    }
  }
  return { offsets: offsetsOf(timed), wait };
}

const offsetsOf = (polls: readonly TimedPolls[]) =>
  Object.fromEntries(polls.map(({ job, offsetMs }) => [job, offsetMs]));

/** Even if the slots of all jobs met in one minute, it would have enough calls. */
function neverWaits(
  wanted: readonly WantedPolls[],
  intervals: Record<string, number>,
  windowCalls: number,
): boolean {
  const busiest = wanted.reduce(
    (sum, { job, calls }) => sum + calls * Math.ceil(windowMs / intervals[job]!),
    0,
  );
  return busiest <= windowCalls;
}
