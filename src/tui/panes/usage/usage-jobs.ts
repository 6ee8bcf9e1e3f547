import { countdownText } from '../../../base/countdown-text.ts';
import type { JobCoverage, JobState } from '../../../protocol/state.ts';
import { type Line, lineWidth, type Span } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import { formatFixed } from '../../present/number.ts';
import { dayMs, formatClockMinute, formatMoment } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { Token } from '../../theme/tokens.ts';

/** Beyond this a countdown is harder to read than the time itself. */
const longestCountdownMs = dayMs / 4;

/** Time to the next run, in few words. */
export function nextText({ isRunning, nextAt }: JobState, now: number): string {
  if (isRunning) return 'running';
  if (nextAt === null) return 'idle';
  return nextAt - now > longestCountdownMs ? formatMoment(nextAt, now) : countdownText(nextAt - now);
}

/** `quote 0:11`, one part a job. */
export function compactJobs(jobs: readonly JobState[], now: number): Line[] {
  return jobs.map((job) => [
    [`${upstreamText(job.name, 20)} `, job.lastError ? 'warning' : 'dim'],
    [nextText(job, now), job.isRunning ? 'accent' : 'text'],
  ]);
}

/** The same on as many of `rows` lines as they take. */
export function compactJobLines(
  jobs: readonly JobState[],
  now: number,
  { width, rows, gap }: { width: number; rows: number; gap: Span },
): Line[] {
  const lines: Line[] = [];
  for (const part of compactJobs(jobs, now)) {
    const last = lines.at(-1);
    const joined: Line = last ? [...last, gap, ...part] : part;
    if (last && lineWidth(joined) <= width) lines[lines.length - 1] = joined;
    else if (lines.length < rows) lines.push(part);
    else break;
  }
  return lines;
}

/** `99.4%` of the session so far, rounded down: only what has no gap at all is 100%. */
export function formatCoverage(ratio: number): string {
  return ratio >= 1 ? '100%' : `${formatFixed(Math.floor(ratio * 1000) / 10, 1)}%`;
}

/**
 * The text about a job in `room` cells: its error, an open gap, or its interval and coverage. A part that would be
 * cut is left out; a problem is shown as far as it fits.
 */
export function jobText(
  job: JobState,
  coverage: JobCoverage | undefined,
  room: number,
): { text: string; token: Token } {
  if (job.lastError) return { text: upstreamText(job.lastError, 200), token: 'warning' };
  if (coverage?.open) {
    const { since, reason } = coverage.open;
    return { text: `gap since ${formatClockMinute(since)}: ${upstreamText(reason, 160)}`, token: 'warning' };
  }
  const reason = upstreamText(job.reason, 200);
  const share = coverage?.ratio == null ? null : formatCoverage(coverage.ratio);
  const forms = [
    ...(share === null ? [] : [`${reason} · ${share} recorded`, `${reason} · ${share}`]),
    reason,
    reason.split(', ')[0]!,
  ];
  return { text: forms.find((form) => textWidth(form) <= room) ?? reason, token: 'faint' };
}

/** One line a job: name, countdown to its next run, and why then; or what went wrong the last time. */
export function jobLines(
  jobs: readonly JobState[],
  coverage: readonly JobCoverage[],
  now: number,
  width: number,
): Line[] {
  const names = jobs.map((job) => upstreamText(job.name, 20));
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const next = jobs.map((job) => nextText(job, now));
  const nextWidth = Math.max(7, ...next.map((text) => text.length));
  return jobs.map((job, index) => {
    const room = Math.max(0, width - nameWidth - nextWidth - 4);
    const { text, token } = jobText(
      job,
      coverage.find((other) => other.job === job.name),
      room,
    );
    return [
      [alignLeft(names[index]!, nameWidth), 'dim'],
      [` ${alignRight(next[index]!, nextWidth)}  `, job.isRunning ? 'accent' : 'text'],
      [alignLeft(text, room), token],
    ];
  });
}
