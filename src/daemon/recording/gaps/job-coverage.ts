import { coverageOf } from '../../../market/calendar/coverage.ts';
import type { Gap } from '../../../recordings/gaps.ts';
import type { Session } from '../../../market/calendar/session.ts';
import type { JobCoverage } from '../../../protocol/state.ts';
import { gapReasons } from './gap-reasons.ts';
import type { JobGaps } from './job-gaps.ts';

/** Gaps of a job that clients receive one by one: more than a screen has room for. */
const maxListed = 50;

const nothingDue: readonly string[] = [gapReasons.marketClosed, gapReasons.notIncluded, gapReasons.givenUp];

/** Whether nothing was to be recorded in a gap, which then explains and does not count. */
export const isNothingDue = ({ reason }: Pick<Gap, 'reason'>) => nothingDue.includes(reason);

/** How long something was to be recorded between two instants, and how much of that is missing; milliseconds. */
export function dueWithin(gaps: readonly Gap[], from: number, to: number) {
  const { spanMs, missingMs: notDueMs } = coverageOf(gaps.filter(isNothingDue), from, to);
  const counted = gaps.filter((gap) => !isNothingDue(gap));
  return { dueMs: spanMs - notDueMs, missingMs: coverageOf(counted, from, to).missingMs };
}

/** Recorded part of what was due, 0 to 1; 1 where nothing was. */
export function recordedRatio({ dueMs, missingMs }: ReturnType<typeof dueWithin>): number {
  return dueMs > 0 ? 1 - missingMs / dueMs : 1;
}

/**
 * How much of a session a job has recorded by now. The ratio is `null` where the plan denies what the job records, where the job is given up, or
 * nothing had been recorded at all when the session ended.
 * @param knownFrom epoch ms of the first recording ever
 */
export function jobCoverage(
  gaps: Pick<JobGaps, 'job' | 'deniedSince' | 'hasRecorded' | 'all' | 'lasting'>,
  { date, open, optionClose }: Session,
  { now, knownFrom }: { now: number; knownFrom: number },
): JobCoverage {
  const { job } = gaps;
  const span = { from: open, until: optionClose };
  if (gaps.deniedSince !== null && !gaps.hasRecorded()) {
    return { job, date, ratio: null, missingMs: 0, gaps: 0, open: null, ...span, latest: [] };
  }
  const own = gaps.all().filter(({ sessionDate }) => sessionDate === date);
  const due = dueWithin(own, open, Math.min(now, optionClose));
  const counted = own.filter((gap) => !isNothingDue(gap));
  const lasting = gaps.lasting();
  return {
    job,
    date,
    ratio: knownFrom >= optionClose ? null : recordedRatio(due),
    missingMs: due.missingMs,
    gaps: counted.length,
    open: lasting && { since: lasting.startedAt, reason: lasting.reason },
    ...span,
    latest: counted
      .toSorted((one, other) => one.startedAt - other.startedAt)
      .slice(-maxListed)
      .map(({ startedAt, endedAt, reason }) => ({ from: startedAt, to: endedAt, reason })),
  };
}

/**
 * What of a coverage is shown, as a text that differs where that does. Ratios creep up with every second; a tenth of a per
 * cent is what is shown.
 */
export function coverageFigures(coverage: readonly JobCoverage[]): string {
  return JSON.stringify(
    coverage.map(({ date, ratio, gaps, open }) => [date, ratio && Math.floor(ratio * 1000), gaps, open]),
  );
}

/** The same of gaps alone, without how much they come to. */
export function gapFigures(coverage: readonly JobCoverage[]): string {
  return JSON.stringify(coverage.map(({ date, gaps, open }) => [date, gaps, open]));
}
