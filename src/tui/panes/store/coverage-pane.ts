import type { JobCoverage } from '../../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import { plural } from '../../present/number.ts';
import { formatAge, formatClock, formatClockMinute, formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { StorePaneInput } from './store-panes.ts';
import { titleToken } from '../frame/title.ts';
import { rebuildNote } from './rebuild-note.ts';
import { bySymbol, symbolLines } from './coverage-by-symbol.ts';
import { sectionLine } from '../usage/usage-details.ts';
import { formatCoverage } from '../usage/usage-jobs.ts';

/** The text right of a bar: `99.9% recorded   2 gaps · 1:09:43 missing`. */
const wordCells = 46;
/** Five minutes a cell, of a whole day. */
const longestBar = 81;
const minBar = 6;

type Gap = JobCoverage['latest'][number];

const overlaps = ({ from, to }: Gap, start: number, end: number) => from < end && (to === null || to > start);

/**
 * The session from left to right: what was recorded, what is missing (different without colours, too), what is to
 * come.
 */
function sessionBar({ from, until, latest, ratio }: JobCoverage, axis: Axis, now: number): Line {
  const spans: Span[] = [];
  const { cells } = axis;
  for (let cell = 0; cell < cells; cell++) {
    const start = axis.from + ((axis.until - axis.from) * cell) / cells;
    const end = axis.from + ((axis.until - axis.from) * (cell + 1)) / cells;
    if (start >= until || end <= from) {
      spans.push([' ', 'faint']);
      continue;
    }
    const isPast = ratio !== null && now > start;
    const isMissing = isPast && latest.some((gap) => overlaps(gap, start, Math.min(end, now)));
    spans.push(isMissing ? ['×', 'warning'] : isPast ? ['━', 'ok'] : ['─', 'faint']);
  }
  return joined(spans);
}

/** The time that all bars are drawn on: underlyings differ in when their options stop trading. */
interface Axis {
  from: number;
  until: number;
  cells: number;
}

function axisOf(coverage: readonly JobCoverage[], cells: number): Axis {
  const from = Math.min(...coverage.map((each) => each.from));
  return { from, until: Math.max(...coverage.map((each) => each.until)), cells };
}

/** Where several symbols are recorded `QQQ chain`, `QQQ chain 2026-11-30`; else the job's own name. */
function labelOf({ job, symbol }: Pick<JobCoverage, 'job' | 'symbol'>): string {
  if (symbol === undefined) return upstreamText(job, 20);
  const rest = job.split(' ').filter((word) => word !== symbol);
  return upstreamText(`${symbol} ${rest.join(' ')}`, 32);
}

/** Neighbours of one colour as one span. */
function joined(spans: readonly Span[]): Line {
  const line: Span[] = [];
  for (const [text, token] of spans) {
    const last = line.at(-1);
    if (last && last[1] === token) line[line.length - 1] = [last[0] + text, token];
    else line.push([text, token]);
  }
  return line;
}

function coverageLine(coverage: JobCoverage, name: number, axis: Axis, now: number): Line {
  const { ratio, rebuilt = 0, missingMs, gaps } = coverage;
  const text = ratio === null ? 'nothing recorded' : `${formatCoverage(ratio)} recorded`;
  // Before the first session nothing is missing, and neither is what the plan lacks.
  const isNone = ratio === null && gaps === 0;
  const token = isNone ? 'dim' : ratio === null || ratio < 0.98 ? 'warning' : 'ok';
  const none = isNone ? '' : 'no gaps';
  const afterwards = rebuilt > 0 ? ` · ${formatCoverage(rebuilt)} rebuilt` : '';
  const missing = gaps === 0 ? none : `${plural(gaps, 'gap')} · ${formatAge(missingMs)} missing`;
  return [
    [alignLeft(labelOf(coverage), name)],
    ...sessionBar(coverage, axis, now),
    [`  ${alignLeft(text, 17)}`, token],
    [missing, gaps === 0 ? 'dim' : 'warning'],
    [afterwards, 'dim'],
  ];
}

/** The hours under the bars: both ends, and the middle where there is room. */
function hoursLine({ from, until, cells: bar }: Axis, name: number): Line {
  const ends = [formatClockMinute(from), formatClockMinute(until)] as const;
  if (bar < 14) return [[`${' '.repeat(name)}${ends[0]}`, 'faint']];
  return [[`${' '.repeat(name)}${ends[0]}${' '.repeat(bar - 10)}${ends[1]}`, 'faint']];
}

/** Latest first: when, how long, of which job, and why. */
function gapLines(coverage: readonly JobCoverage[], name: number, room: number, now: number): Line[] {
  const all = coverage
    .flatMap((each) => each.latest.map((gap) => ({ ...gap, label: labelOf(each) })))
    .sort((one, other) => other.from - one.from);
  const shown = all.length > room ? all.slice(0, Math.max(0, room - 1)) : all;
  const hidden = coverage.reduce((sum, { gaps }) => sum + gaps, 0) - shown.length;
  const lines = shown.map(({ label, from, to, reason }): Line => {
    const isLasting = to === null;
    const when = isLasting ? `since ${formatClock(from)}` : `${formatClock(from)}–${formatClock(to)}`;
    return [
      [alignLeft(label, name)],
      [alignLeft(when, 17), isLasting ? 'warning' : 'dim'],
      [`${alignRight(formatAge((to ?? now) - from), 8)}  `, isLasting ? 'warning' : 'text'],
      [upstreamText(reason, 200), isLasting ? 'warning' : 'dim'],
    ];
  });
  return hidden > 0 && room > 0 ? [...lines, [[`${plural(hidden, 'gap')} before that`, 'faint']]] : lines;
}

/** How much of the session each job has recorded, of each symbol where there are several, and each gap. */
export function coveragePaneLines({ rect, isFocused, now, ...input }: StorePaneInput): Line[] {
  const coverage = bySymbol(input.coverage);
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const name = Math.max(6, ...coverage.map((each) => textWidth(labelOf(each)))) + 2;
  const bar = Math.max(minBar, Math.min(longestBar, width - name - wordCells));
  const [first] = coverage;
  const body = (): Line[] => {
    const isSeveral = coverage.some(({ symbol }) => symbol !== undefined);
    if (isSeveral && coverage.length > height) return symbolLines(coverage, height);
    const axis = axisOf(coverage, bar);
    const bars = coverage.map((each) => coverageLine(each, name, axis, now));
    const isGapless = coverage.every(({ gaps }) => gaps === 0);
    if (isGapless || height < bars.length + 4) {
      const hours = isGapless && height > bars.length ? [hoursLine(axis, name)] : [];
      return [...bars, ...hours, ...gapLines(coverage, name, height - bars.length - hours.length, now)];
    }
    const head = [...bars, hoursLine(axis, name), sectionLine('gaps', width)];
    return [...head, ...gapLines(coverage, name, height - head.length, now)];
  };
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Coverage', titleToken(isFocused)]],
    status: first ? [[formatWeekdayDate(first.date), 'dim']] : [],
    body: first ? body() : [[['No session has been recorded yet.', 'dim']]],
    note: [
      rebuildNote(input.rebuild ?? null) ?? ['from the opening bell to the close of the options', 'faint'],
    ],
  });
}
