import { countdownText } from '../../../base/countdown-text.ts';
import type { PlannedPoll } from '../../../protocol/recorded.ts';
import type { JobCoverage, JobState } from '../../../protocol/state.ts';
import type { Line } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { Token } from '../../theme/tokens.ts';
import { jobText, nextText } from './usage-jobs.ts';

/** How often something is polled: `15s`, `90s`, `2m 30s`. */
export function intervalText(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)}s` : countdownText(ms).replace(/ 00[sm]$/, '');
}

/** `given up` in place of an interval that does not fit. */
export const fittedText = ({ intervalMs }: PlannedPoll): string =>
  intervalMs === null ? 'given up' : intervalText(intervalMs);

const isAsWanted = ({ wantedMs, intervalMs }: PlannedPoll) => intervalMs !== null && intervalMs <= wantedMs;

const cells = { next: 9, every: 10, wanted: 8, calls: 7 } as const;
/** Fewest cells in which a reason is still readable. */
const minReason = 20;
const gapCells = 2;

interface Row {
  name: string;
  /** `null` for a job that is given up and has no place in the schedule. */
  job: JobState | null;
  /** `null` for a job that needs no place in the calls of a minute. */
  planned: PlannedPoll | null;
}

/** All jobs, those that are given up first: short panes show the first ones. */
function rowsOf(jobs: readonly JobState[], plan: readonly PlannedPoll[]): Row[] {
  const listed = jobs.map((job): Row => {
    return { name: job.name, job, planned: plan.find(({ job: name }) => name === job.name) ?? null };
  });
  const others = plan.filter(({ job }) => !jobs.some(({ name }) => name === job));
  const all = [...listed, ...others.map((planned): Row => ({ name: planned.job, job: null, planned }))];
  const isGivenUp = ({ planned }: Row) => planned !== null && planned.intervalMs === null;
  return [
    ...all.filter(isGivenUp),
    ...all.filter((row) => row.planned !== null && !isGivenUp(row)),
    ...all.filter(({ planned }) => planned === null),
  ];
}

/** What the table of polls is drawn from. */
export interface PlanInput {
  jobs: readonly JobState[];
  plan: readonly PlannedPoll[];
  coverage: readonly JobCoverage[];
  now: number;
  width: number;
}

/** Which columns fit. */
interface Columns {
  nameCells: number;
  hasCalls: boolean;
  hasWanted: boolean;
  /** Cells for the reason; 0 where it has no room. */
  reasonCells: number;
}

function columnsOf(names: readonly string[], width: number): Columns {
  const nameCells = Math.max(4, ...names.map(textWidth)) + 1;
  const usual = nameCells + cells.next + cells.every;
  const hasCalls = usual + cells.calls <= width;
  const hasWanted = hasCalls && usual + cells.calls + cells.wanted <= width;
  const used = usual + (hasCalls ? cells.calls : 0) + (hasWanted ? cells.wanted : 0) + gapCells;
  const reasonCells = width - used >= minReason ? width - used : 0;
  return { nameCells, hasCalls, hasWanted, reasonCells };
}

function headLine({ nameCells, hasCalls, hasWanted }: Columns): Line {
  return [
    [alignLeft('job', nameCells), 'faint'],
    [alignRight('next', cells.next), 'faint'],
    [alignRight('every', cells.every), 'faint'],
    ...(hasWanted ? [[alignRight('wanted', cells.wanted), 'faint'] as const] : []),
    ...(hasCalls ? [[alignRight('calls', cells.calls), 'faint'] as const] : []),
  ];
}

/** Interval, the one that is wanted, and the calls of one poll; blank for a job that needs no place in the minute. */
function numbersOf(planned: PlannedPoll | null, { hasCalls, hasWanted }: Columns): Line {
  const token: Token = planned === null || isAsWanted(planned) ? 'text' : 'warning';
  const wanted = planned ? intervalText(planned.wantedMs) : '';
  const calls = planned ? String(planned.calls) : '';
  return [
    [alignRight(planned ? fittedText(planned) : '', cells.every), token],
    ...(hasWanted ? [[alignRight(wanted, cells.wanted), 'dim'] as const] : []),
    ...(hasCalls ? [[alignRight(calls, cells.calls), 'dim'] as const] : []),
  ];
}

/**
 * Each job with its next run, and how it fits into the calls of a minute: its interval, the one that is wanted, the calls
 * of one poll, and why it is polled less often. What is wrong with a job takes the place of numbers where there is no
 * room for both.
 */
export function planLines({ jobs, plan, coverage, now, width }: PlanInput): Line[] {
  const rows = rowsOf(jobs, plan);
  const names = rows.map(({ name }) => upstreamText(name, 24));
  const columns = columnsOf(names, width);
  const { nameCells, reasonCells } = columns;
  const lines = rows.map((row, index): Line => {
    const { job, planned } = row;
    const next = job === null || planned?.intervalMs === null ? '–' : nextText(job, now);
    const begin: Line = [
      [alignLeft(names[index]!, nameCells), 'dim'],
      [alignRight(next, cells.next), job?.isRunning ? 'accent' : 'text'],
    ];
    const about = (room: number): Line => {
      const { text, token } = reasonOf(row, coverage, room);
      return [[' '.repeat(gapCells)], [alignLeft(text, room), token]];
    };
    if (reasonCells > 0) return [...begin, ...numbersOf(planned, columns), ...about(reasonCells)];
    if (job?.lastError) return [...begin, ...about(Math.max(0, width - nameCells - cells.next - gapCells))];
    return [...begin, ...numbersOf(planned, columns)];
  });
  return [headLine(columns), ...lines];
}

/** What is wrong with the job; else why it is polled less often than wanted; else what it says. */
function reasonOf(
  { name, job, planned }: Row,
  coverage: readonly JobCoverage[],
  room: number,
): { text: string; token: Token } {
  const reason = planned?.reason ?? null;
  const covered = coverage.find((other) => other.job === name);
  const own = job && jobText(job, covered, room);
  if (own?.token === 'warning' || reason === null) return own ?? { text: '', token: 'faint' };
  return { text: upstreamText(reason, 200), token: planned?.intervalMs === null ? 'warning' : 'faint' };
}
