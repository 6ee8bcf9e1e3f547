import type { FittedIntervals } from './fit-intervals.ts';
import { fitTogether } from './fit-together.ts';
import type { RecordedFit } from './fit-recorded.ts';
import { keepPace, type PacedFit, type PaceTerms } from './kept-pace.ts';
import { type PolledJob, type RecordedPoll, type WishedSeconds, wishesOf } from './recorded-polls.ts';
import { usualOffsets } from './slot-offsets.ts';

/** Requests that one poll of everything else that is watched or looked at takes. */
export type CallsOf = Record<PolledJob, () => number>;

/** The recorded jobs by their names, and what else is polled, by kind. */
export interface Fits {
  main: PacedFit;
  secondary: FittedIntervals;
}

/** Calls a minute that slots may take. */
export function allowedCalls({
  callsPerMinute,
  reserve,
}: {
  callsPerMinute: number;
  reserve: number;
}): number {
  return Math.max(callsPerMinute - reserve, 0.5);
}

/**
 * Fits what is recorded, and what else is polled, into the calls that are allowed a minute.
 * @param paced has the last word on how the recorded jobs fit
 */
export function fitWishes(
  polls: readonly RecordedPoll[],
  wished: WishedSeconds,
  secondaryCalls: CallsOf,
  allowed: number,
  paced?: (fit: RecordedFit) => PacedFit,
): Fits {
  const secondary = [
    { job: 'quote', intervalMs: wished.quote * 1000, calls: secondaryCalls.quote() },
    {
      job: 'chain',
      intervalMs: (wished.chain ?? 3600) * 1000,
      calls: wished.chain === null ? 0 : secondaryCalls.chain(),
    },
  ];
  const { main, others } = fitTogether(wishesOf(polls, wished), secondary, allowed, paced);
  return { main, secondary: others };
}

/** Makes of a fit of the recorded jobs one whose slots get their calls in time, see `keepPace`. */
export function keptPace(
  polls: readonly RecordedPoll[],
  wished: WishedSeconds,
  allowed: number,
): (fit: RecordedFit) => PacedFit {
  const terms: PaceTerms = {
    ranks: wishesOf(polls, wished),
    windowCalls: Math.max(1, Math.floor(allowed)),
    usualOffsets: ({ intervals, isStretched }) => usualOffsets(polls, intervals, isStretched),
  };
  return (fit) => keepPace(fit, terms);
}
