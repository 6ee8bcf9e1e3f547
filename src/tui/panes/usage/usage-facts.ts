import { countdownText } from '../../../base/countdown-text.ts';
import { remembered } from '../../../base/remembered.ts';
import type { JobCoverage, Usage } from '../../../protocol/state.ts';
import type { BudgetState } from '../../../recordings/usage.ts';
import { type Line, lineWidth } from '../../render/line.ts';
import { gauge, sparkline } from '../../render/meters.ts';
import { formatCount, formatLatency, formatPercent, plural } from '../../present/number.ts';
import { formatAge } from '../../present/time.ts';
import type { Token } from '../../theme/tokens.ts';

export const gap = [' · ', 'dim'] as const;

/** Calm while there is room, a warning once only the user's reserve is left, an error when nothing is. */
export function budgetToken({ used, callsPerMinute, reserve }: BudgetState): Token {
  if (used >= callsPerMinute) return 'error';
  return used >= callsPerMinute - reserve ? 'warning' : 'accent';
}

export function freeText({ budget }: Usage, now: number): Line {
  const left = budget.callsPerMinute - budget.used;
  if (left > 0 || budget.nextFreeAt === null) return [[`${formatCount(Math.max(0, left))} free`, 'dim']];
  return [
    ['next free ', 'dim'],
    [countdownText(budget.nextFreeAt - now), 'warning'],
  ];
}

export function budgetLine(usage: Usage, now: number, width: number): Line {
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

export const latencyParts = (usage: Usage): Line[] => [
  [['p50 ', 'dim'], [formatLatency(usage.p50Ms)]],
  [['p95 ', 'dim'], [formatLatency(usage.p95Ms)]],
];

export const errorPart = (usage: Usage): Line =>
  usage.errors > 0 ? [[plural(usage.errors, 'error'), 'error']] : [['no errors', 'dim']];

export function cachePart({ cache }: Usage): Line {
  const asked = cache.hits + cache.misses;
  return [['cache ', 'dim'], [formatPercent(asked > 0 ? cache.hits / asked : null, 0)]];
}

export const rejectedPart = ({ rejectedRows }: Usage): Line => [
  [`${plural(rejectedRows.count, 'row')} rejected`, rejectedRows.count > 0 ? 'warning' : 'dim'],
];

export const sparkPart = remembered(({ callsPerMinute }: Usage, width: number): Line => {
  const label = ' calls/min';
  const bars = Math.min(callsPerMinute.length, width - label.length);
  return [
    [sparkline(callsPerMinute, bars), 'accent'],
    [label, 'dim'],
  ];
});

/** The gaps of the session, with the longest missing time. */
export function gapPart(coverage: readonly JobCoverage[]): Line[] {
  const gaps = coverage.reduce((sum, job) => sum + job.gaps, 0);
  if (gaps === 0) return [];
  const longest = Math.max(...coverage.map((job) => job.missingMs));
  return [
    [
      [`${plural(gaps, 'gap')} `, 'warning'],
      [formatAge(longest), 'dim'],
    ],
  ];
}

/** At most two lines of facts; rejected rows move forward once there are any. */
export const factLines = remembered(makeFactLines);

function makeFactLines(usage: Usage, coverage: readonly JobCoverage[], width: number): Line[] {
  const isRejecting = usage.rejectedRows.count > 0;
  const left = [
    ...latencyParts(usage),
    errorPart(usage),
    ...(isRejecting ? [rejectedPart(usage)] : []),
    ...gapPart(coverage),
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

export const joined = (parts: readonly Line[]): Line =>
  parts.flatMap((part, index) => (index === 0 ? part : [gap, ...part]));
