import type { PlannedPoll } from '../../../protocol/recorded.ts';
import type { RecordedFit } from './fit-recorded.ts';
import type { WantedPolls } from './fit-intervals.ts';

/** Jobs whose intervals are fitted to the budget. */
export type PolledJob = 'quote' | 'chain';

/**
 * How important a recorded job is: quote and nearest chain of the first underlying, the same of the others, and chains of
 * later expirations.
 */
export const ranks = ['first', 'other', 'later'] as const;

/** A recorded job that shares the calls of a minute with the others. */
export interface RecordedPoll {
  /** Name of the job. */
  name: string;
  symbol: string;
  kind: PolledJob;
  rank: (typeof ranks)[number];
  /** Requests that one poll takes, as the last one did; 0 for one that is not polled on this plan. */
  calls(): number;
}

/** Wished seconds between two polls; chains are not polled where theirs are `null`. */
export interface WishedSeconds {
  quote: number;
  chain: number | null;
}

/** What the recorded jobs wish for, most important rank first. */
export function wishesOf(polls: readonly RecordedPoll[], wished: WishedSeconds): WantedPolls[][] {
  const wishOf = ({ name, kind, calls }: RecordedPoll): WantedPolls => {
    const seconds = wished[kind];
    return { job: name, intervalMs: (seconds ?? 3600) * 1000, calls: seconds === null ? 0 : calls() };
  };
  return ranks.map((rank) => polls.filter((poll) => poll.rank === rank).map(wishOf));
}

/** How the jobs fit, for people. */
export function plannedPolls(
  polls: readonly RecordedPoll[],
  wished: WishedSeconds,
  fit: RecordedFit,
  callsPerMinute: number,
): PlannedPoll[] {
  const wishes = new Map(wishesOf(polls, wished).flatMap((rank) => rank.map((wish) => [wish.job, wish])));
  return polls.map(({ name, symbol }) => {
    const { intervalMs: wantedMs, calls } = wishes.get(name)!;
    const isGivenUp = fit.givenUp.includes(name);
    const intervalMs = isGivenUp ? null : (fit.intervals[name] ?? wantedMs);
    return {
      job: name,
      symbol,
      wantedMs,
      intervalMs,
      calls,
      reason: reasonOf(wantedMs, intervalMs, callsPerMinute),
    };
  });
}

function reasonOf(wantedMs: number, intervalMs: number | null, callsPerMinute: number): string | null {
  if (intervalMs === null) return tooFewCalls(callsPerMinute);
  return intervalMs > wantedMs ? `stretched to fit ${callsPerMinute} calls a minute` : null;
}

/** Why a job is given up. */
export function tooFewCalls(callsPerMinute: number): string {
  return `not recorded: ${callsPerMinute} calls a minute are too few`;
}
