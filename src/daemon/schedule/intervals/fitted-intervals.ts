import type { FittedIntervals } from './fit-intervals.ts';
import type { RecordedFit } from './fit-recorded.ts';
import { fitTogether } from './fit-together.ts';
import { type PolledJob, type RecordedPoll, type WishedSeconds, wishesOf } from './recorded-polls.ts';

/** Requests that one poll of everything else that is watched or looked at takes. */
export type CallsOf = Record<PolledJob, () => number>;

/** The recorded jobs by their names, and what else is polled, by kind. */
export interface Fits {
  main: RecordedFit;
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

/** Fits what is recorded, and what else is polled, into the calls that are allowed a minute. */
export function fitWishes(
  polls: readonly RecordedPoll[],
  wished: WishedSeconds,
  secondaryCalls: CallsOf,
  allowed: number,
): Fits {
  const secondary = [
    { job: 'quote', intervalMs: wished.quote * 1000, calls: secondaryCalls.quote() },
    {
      job: 'chain',
      intervalMs: (wished.chain ?? 3600) * 1000,
      calls: wished.chain === null ? 0 : secondaryCalls.chain(),
    },
  ];
  const { main, others } = fitTogether(wishesOf(polls, wished), secondary, allowed);
  return { main, secondary: others };
}
