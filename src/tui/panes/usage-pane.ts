import type { JobState, Usage } from '../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../draw/box.ts';
import { fitLine, joinFitting, type Line, lineWidth } from '../draw/line.ts';
import { gauge, sparkline } from '../draw/meters.ts';
import type { Rect } from '../layout.ts';
import { formatCount, formatLatency, formatPercent, plural } from '../present/number.ts';
import { formatCountdown } from '../present/time.ts';
import type { Token } from '../theme/tokens.ts';
import { titleToken } from './title.ts';
import { callLines } from './usage-calls.ts';
import { endpointLines, rejectionLines } from './usage-details.ts';
import { compactJobs, jobLines } from './usage-jobs.ts';

export interface UsagePaneInput {
  rect: Rect;
  isFocused: boolean;
  usage: Usage | null;
  jobs: readonly JobState[];
  now: number;
  /** First of the calls shown in the log. */
  firstCall: number;
}

const gap = [' · ', 'dim'] as const;

/** Calm while there is room, a warning once only the user's reserve is left, an error when nothing is. */
function budgetToken({ used, callsPerMinute, reserve }: Usage['budget']): Token {
  if (used >= callsPerMinute) return 'error';
  return used >= callsPerMinute - reserve ? 'warning' : 'accent';
}

function freeText({ budget }: Usage, now: number): Line {
  const left = budget.callsPerMinute - budget.used;
  if (left > 0 || budget.nextFreeAt === null) return [[`${formatCount(Math.max(0, left))} free`, 'dim']];
  return [
    ['next free ', 'dim'],
    [formatCountdown(budget.nextFreeAt - now), 'warning'],
  ];
}

function budgetLine(usage: Usage, now: number, width: number): Line {
  const { budget } = usage;
  const token = budgetToken(budget);
  const count: Line = [
    [`${budget.used}/${budget.callsPerMinute}`, token === 'accent' ? 'strong' : token],
    [' per min ', 'dim'],
  ];
  const free: Line = [[' '], ...freeText(usage, now)];
  const bar = Math.min(40, width - lineWidth(count) - lineWidth(free));
  return [
    ...count,
    ...(bar >= 4 ? gauge(budget.used / Math.max(1, budget.callsPerMinute), bar, token) : []),
    ...free,
  ];
}

const latencyParts = (usage: Usage): Line[] => [
  [['p50 ', 'dim'], [formatLatency(usage.p50Ms)]],
  [['p95 ', 'dim'], [formatLatency(usage.p95Ms)]],
];

const errorPart = (usage: Usage): Line =>
  usage.errors > 0 ? [[plural(usage.errors, 'error'), 'error']] : [['no errors', 'dim']];

function cachePart({ cache }: Usage): Line {
  const asked = cache.hits + cache.misses;
  return [['cache ', 'dim'], [formatPercent(asked > 0 ? cache.hits / asked : null, 0)]];
}

const rejectedPart = ({ rejectedRows }: Usage): Line => [
  [`${plural(rejectedRows.count, 'row')} rejected`, rejectedRows.count > 0 ? 'warning' : 'dim'],
];

function sparkPart({ callsPerMinute }: Usage, width: number): Line {
  const label = ' calls/min';
  const bars = Math.min(callsPerMinute.length, width - label.length);
  return [
    [sparkline(callsPerMinute, bars), 'accent'],
    [label, 'dim'],
  ];
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

/** At most two lines of what matters most; rejected rows come first once there are any. */
function factLines(usage: Usage, width: number): Line[] {
  const isRejecting = usage.rejectedRows.count > 0;
  const left = [
    ...latencyParts(usage),
    errorPart(usage),
    ...(isRejecting ? [rejectedPart(usage)] : []),
    cachePart(usage),
    ...(isRejecting ? [] : [rejectedPart(usage)]),
    [[`${plural(usage.calls, 'call')} in 1 h`, 'dim']] as Line,
  ];
  const lines: Line[] = [];
  while (left.length > 0 && lines.length < 2) {
    let count = 1;
    while (count < left.length && lineWidth(joined(left.slice(0, count + 1))) <= width) count += 1;
    lines.push(joined(left.splice(0, count)));
  }
  return lines;
}

const joined = (parts: readonly Line[]): Line =>
  parts.flatMap((part, index) => (index === 0 ? part : [gap, ...part]));

/** A log of one call is not worth its heading, and details may not leave less than this of a log. */
const leastLogRows = 2;
/** Jobs that run once a day are listed only where this much of a log is left. */
const fairLogRows = 4;
const goodLogRows = 8;

interface UsagePlan {
  /** Everything above the log. */
  head: Line[];
  /** Calls that are listed; 0 where there is no room for a log. */
  logRows: number;
}

/** Polled all day, at work, or in trouble. */
const isWatched = (job: JobState) => job.intervalMs !== null || job.isRunning || job.lastError !== null;

type Planned = Pick<UsagePaneInput, 'rect' | 'jobs' | 'now'>;

function planUsage({ rect, jobs, now }: Planned, usage: Usage): UsagePlan {
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const budget = budgetLine(usage, now, width);
  const facts = factLines(usage, width);
  const spark = sparkPart(usage, width);
  const top = [budget, ...facts, spark];
  const isRoomForAll = height - top.length - jobs.length > fairLogRows;
  const head = [...top, ...jobLines(isRoomForAll ? jobs : jobs.filter(isWatched), now, width)];
  if (height < head.length) {
    return { head: [budget, ...facts, joinFitting(compactJobs(jobs, now), gap, width), spark], logRows: 0 };
  }
  for (const details of [rejectionLines(usage, width), endpointLines(usage, width)]) {
    if (height - head.length - details.length > goodLogRows) head.push(...details);
  }
  const logRows = height - head.length - 1;
  return { head, logRows: logRows >= leastLogRows ? logRows : 0 };
}

/** Calls that the log of a usage pane of that size lists; 0 where there is no room for one. */
export function usageLogRows(rect: Rect, usage: Usage, jobs: readonly JobState[]): number {
  return rect.height < 3 ? 0 : planUsage({ rect, jobs, now: 0 }, usage).logRows;
}

function body(input: UsagePaneInput, usage: Usage): Line[] {
  const { head, logRows } = planUsage(input, usage);
  const width = input.rect.width - boxFrameColumns;
  return logRows > 0 ? [...head, ...callLines(usage.lastCalls, input.firstCall, width, logRows)] : head;
}

export function usagePaneLines(input: UsagePaneInput): Line[] {
  const { rect, isFocused, usage } = input;
  const waiting: Line = [['Waiting for the daemon…', 'dim']];
  if (rect.height < 3) return [usage ? oneLine(input, usage) : fitLine([[' '], ...waiting], rect.width)];
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['API usage', titleToken(isFocused)]],
    status: [['last hour', 'dim']],
    body: usage ? body(input, usage) : [waiting],
  });
}
