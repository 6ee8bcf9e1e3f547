import { SpyglassError } from '../../../base/errors.ts';
import type { Alert } from '../../../market/alerts/alert.ts';
import { maxMissedListed, type Missed, type MissedGap, type MissedJob } from '../../../protocol/missed.ts';
import type { PastContext } from '../past/past-context.ts';
import { alertsIn } from '../past/past-reads.ts';
import { missingTogether } from './missing-together.ts';
import { keptIn, type MissedRange, recordingHours } from './recording-hours.ts';

/**
 * What happened between two instants: alerts after the first one, gaps by their own times, and how much of the sessions was
 * recorded.
 * @throws SpyglassError `usage` where the range ends before it begins
 */
export async function missedBetween(context: PastContext, range: MissedRange): Promise<Missed> {
  if (range.since > range.until) {
    throw new SpyglassError('usage', 'The range ends before it begins: `since` lies after `until`.');
  }
  const { since, stretches } = await recordingHours(context, range);
  const alerts = await alertsIn(context.recording, { after: since, to: range.until });
  const kept = await Promise.all(stretches.map((stretch) => keptIn(context, stretch, range.until)));
  const jobs = new Map<string, MissedJob>();
  for (const { symbol, job, dueMs, missingMs } of kept.flat()) {
    const of = jobs.get(job) ?? { symbol, job, dueMs: 0, missingMs: 0 };
    jobs.set(job, { ...of, dueMs: of.dueMs + dueMs, missingMs: of.missingMs + missingMs });
  }
  return missedOf({
    ...{ since, until: range.until, alerts },
    // A session before the first recording, or on a day that the exchange called off, was none to be recorded.
    sessionsMs: kept.map((of) => Math.max(0, ...of.map(({ dueMs }) => dueMs))).filter((ms) => ms > 0),
    jobs: [...jobs.values()],
    gaps: kept.flat().flatMap((of) => of.gaps),
  });
}

interface Found extends MissedRange {
  alerts: readonly Alert[];
  /** How long something was to be recorded in each session. */
  sessionsMs: number[];
  jobs: MissedJob[];
  gaps: MissedGap[];
}

function missedOf({ since, until, alerts, sessionsMs, jobs, gaps }: Found): Missed {
  const dueMs = sum(jobs.map((job) => job.dueMs));
  const missingMs = sum(jobs.map((job) => job.missingMs));
  const latestFirst = gaps.toSorted((one, other) => other.from - one.from);
  return {
    since,
    until,
    alerts: alerts.slice(-maxMissedListed).toReversed(),
    alertCount: alerts.length,
    sessions: sessionsMs.length,
    sessionMs: sum(sessionsMs),
    ratio: dueMs > 0 ? 1 - missingMs / dueMs : null,
    missing: missingTogether(gaps, until),
    jobs,
    gaps: latestFirst.slice(0, maxMissedListed),
    gapCount: gaps.length,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
