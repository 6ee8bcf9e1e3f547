import type { JobCoverage, JobState, Usage } from '../../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { fitLine, joinFitting, type Line } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import { absentLine } from '../frame/absent.ts';
import { titleToken } from '../frame/title.ts';
import { callLines } from './usage-calls.ts';
import { endpointLines, rejectionLines } from './usage-details.ts';
import {
  budgetLine,
  budgetToken,
  cachePart,
  errorPart,
  factLines,
  freeText,
  gap,
  latencyParts,
  sparkPart,
} from './usage-facts.ts';
import { compactJobLines, compactJobs, jobLines } from './usage-jobs.ts';

/** What the panes about requests and jobs are drawn from. */
export interface UsagePaneInput {
  rect: Rect;
  isFocused: boolean;
  usage: Usage | null;
  /** A recording is shown, in which there is neither usage nor jobs. */
  isPlayback?: boolean;
  jobs: readonly JobState[];
  coverage: readonly JobCoverage[];
  now: number;
  /** First of the calls shown in the log. */
  firstCall: number;
}

/** Everything on one line, for terminals that are short or narrow. */
function oneLine(input: UsagePaneInput, usage: Usage): Line {
  const { budget } = usage;
  const parts: Line[] = [
    [
      ['API ', titleToken(input.isFocused)],
      [`${budget.used}/${budget.callsPerMinute}`, budgetToken(budget)],
    ],
    freeText(usage, input.now),
    ...compactJobs(input.jobs, input.now),
    latencyParts(usage)[0]!,
    errorPart(usage),
    cachePart(usage),
  ];
  const width = input.rect.width;
  return fitLine([[' '], ...joinFitting(parts, gap, width - 2)], width);
}

/** Fewest calls for which a log is shown. */
const minLogRows = 2;
/** Jobs that run once a day are listed only where this much of a log is left. */
const fairLogRows = 4;
const goodLogRows = 8;

interface UsageParts {
  /** Everything above the log. */
  head: Line[];
  /** Calls that are listed; 0 where there is no room for a log. */
  logRows: number;
}

/** Whether a job is polled all day, runs now, or has failed. */
const isWatched = (job: JobState) => job.intervalMs !== null || job.isRunning || job.lastError !== null;

type SizedBy = Pick<UsagePaneInput, 'rect' | 'jobs' | 'coverage' | 'now'>;

function layOutUsage({ rect, jobs, coverage, now }: SizedBy, usage: Usage): UsageParts {
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const budget = budgetLine(usage, now, width);
  const facts = factLines(usage, coverage, width);
  const spark = sparkPart(usage, width);
  const top = [budget, ...facts, spark];
  const watched = jobs.filter(isWatched);
  const room = height - top.length;
  const isLogLost = room - watched.length - 1 < minLogRows;
  const isAllShown = room - jobs.length > fairLogRows || (isLogLost && room >= jobs.length);
  const head = [...top, ...jobLines(isAllShown ? jobs : watched, coverage, now, width)];
  if (height < head.length) {
    const rows = Math.max(1, height - facts.length - 2);
    return {
      head: [budget, ...facts, ...compactJobLines(jobs, now, { width, rows, gap }), spark],
      logRows: 0,
    };
  }
  for (const details of [rejectionLines(usage, width), endpointLines(usage, width)]) {
    if (height - head.length - details.length > goodLogRows) head.push(...details);
  }
  const logRows = height - head.length - 1;
  return { head, logRows: logRows >= minLogRows ? logRows : 0 };
}

/** Calls that the log of a usage pane of that size lists; 0 where there is no room for one. */
export function usageLogRows(rect: Rect, usage: Usage, jobs: readonly JobState[]): number {
  return rect.height < 3 ? 0 : layOutUsage({ rect, jobs, coverage: [], now: 0 }, usage).logRows;
}

function body(input: UsagePaneInput, usage: Usage): Line[] {
  const { head, logRows } = layOutUsage(input, usage);
  const width = input.rect.width - boxFrameColumns;
  return logRows > 0 ? [...head, ...callLines(usage.lastCalls, input.firstCall, width, logRows)] : head;
}

export function usagePaneLines(input: UsagePaneInput): Line[] {
  const { rect, isFocused, usage } = input;
  const absent = absentLine(input.isPlayback);
  if (rect.height < 3) return [usage ? oneLine(input, usage) : fitLine([[' API '], ...absent], rect.width)];
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['API usage', titleToken(isFocused)]],
    status: [['last hour', 'dim']],
    body: usage ? body(input, usage) : [absent],
  });
}
