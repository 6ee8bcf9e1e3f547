import type { JobState } from '../../protocol/state.ts';
import type { Line } from '../draw/line.ts';
import { alignLeft, alignRight } from '../draw/width.ts';
import { dayMs, formatCountdown, formatMoment } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';

/** Beyond this a countdown is harder to read than the time itself. */
const longestCountdownMs = dayMs / 4;

function nextText({ isRunning, nextAt }: JobState, now: number): string {
  if (isRunning) return 'running';
  if (nextAt === null) return 'idle';
  return nextAt - now > longestCountdownMs ? formatMoment(nextAt, now) : formatCountdown(nextAt - now);
}

/** `quote 0:11`, one part a job. */
export function compactJobs(jobs: readonly JobState[], now: number): Line[] {
  return jobs.map((job) => [
    [`${upstreamText(job.name, 20)} `, job.lastError ? 'warning' : 'dim'],
    [nextText(job, now), job.isRunning ? 'accent' : 'text'],
  ]);
}

/** One line a job: name, countdown to its next run, and why then; or what went wrong the last time. */
export function jobLines(jobs: readonly JobState[], now: number, width: number): Line[] {
  const names = jobs.map((job) => upstreamText(job.name, 20));
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const next = jobs.map((job) => nextText(job, now));
  const nextWidth = Math.max(7, ...next.map((text) => text.length));
  return jobs.map((job, index) => {
    const room = Math.max(0, width - nameWidth - nextWidth - 4);
    const why = upstreamText(job.lastError ?? job.reason, 200);
    return [
      [alignLeft(names[index]!, nameWidth), 'dim'],
      [` ${alignRight(next[index]!, nextWidth)}  `, job.isRunning ? 'accent' : 'text'],
      [alignLeft(why, room), job.lastError ? 'warning' : 'faint'],
    ];
  });
}
