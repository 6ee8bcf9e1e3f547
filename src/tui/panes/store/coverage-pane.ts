import type { JobCoverage } from '../../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignLeft, alignRight } from '../../render/width.ts';
import { plural } from '../../present/number.ts';
import { formatAge, formatClock, formatClockMinute, formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { StorePaneInput } from './store-panes.ts';
import { titleToken } from '../frame/title.ts';
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
function sessionBar({ from, until, latest, ratio }: JobCoverage, cells: number, now: number): Line {
  const spans: Span[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const start = from + ((until - from) * cell) / cells;
    const end = from + ((until - from) * (cell + 1)) / cells;
    const isPast = ratio !== null && now > start;
    const isMissing = isPast && latest.some((gap) => overlaps(gap, start, Math.min(end, now)));
    spans.push(isMissing ? ['×', 'warning'] : isPast ? ['━', 'ok'] : ['─', 'faint']);
  }
  return joined(spans);
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

function coverageLine(coverage: JobCoverage, name: number, bar: number, now: number): Line {
  const { ratio, missingMs, gaps } = coverage;
  const text = ratio === null ? 'nothing recorded' : `${formatCoverage(ratio)} recorded`;
  // Before the first session nothing is missing, and neither is what the plan lacks.
  const isNone = ratio === null && gaps === 0;
  const token = isNone ? 'dim' : ratio === null || ratio < 0.98 ? 'warning' : 'ok';
  const none = isNone ? '' : 'no gaps';
  const missing = gaps === 0 ? none : `${plural(gaps, 'gap')} · ${formatAge(missingMs)} missing`;
  return [
    [alignLeft(upstreamText(coverage.job, 20), name)],
    ...sessionBar(coverage, bar, now),
    [`  ${alignLeft(text, 17)}`, token],
    [missing, gaps === 0 ? 'dim' : 'warning'],
  ];
}

/** The hours under the bars: both ends, and the middle where there is room. */
function hoursLine({ from, until }: JobCoverage, name: number, bar: number): Line {
  const ends = [formatClockMinute(from), formatClockMinute(until)] as const;
  if (bar < 14) return [[`${' '.repeat(name)}${ends[0]}`, 'faint']];
  return [[`${' '.repeat(name)}${ends[0]}${' '.repeat(bar - 10)}${ends[1]}`, 'faint']];
}

/** Latest first: when, how long, of which job, and why. */
function gapLines(coverage: readonly JobCoverage[], name: number, room: number, now: number): Line[] {
  const all = coverage
    .flatMap(({ job, latest }) => latest.map((gap) => ({ ...gap, job })))
    .sort((one, other) => other.from - one.from);
  const shown = all.length > room ? all.slice(0, Math.max(0, room - 1)) : all;
  const hidden = coverage.reduce((sum, { gaps }) => sum + gaps, 0) - shown.length;
  const lines = shown.map(({ job, from, to, reason }): Line => {
    const isLasting = to === null;
    const when = isLasting ? `since ${formatClock(from)}` : `${formatClock(from)}–${formatClock(to)}`;
    return [
      [alignLeft(upstreamText(job, 20), name)],
      [alignLeft(when, 17), isLasting ? 'warning' : 'dim'],
      [`${alignRight(formatAge((to ?? now) - from), 8)}  `, isLasting ? 'warning' : 'text'],
      [upstreamText(reason, 200), isLasting ? 'warning' : 'dim'],
    ];
  });
  return hidden > 0 && room > 0 ? [...lines, [[`${plural(hidden, 'gap')} before that`, 'faint']]] : lines;
}

/** How much of the session each job has recorded, and each gap. */
export function coveragePaneLines({ rect, isFocused, coverage, now }: StorePaneInput): Line[] {
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const name = Math.max(6, ...coverage.map(({ job }) => job.length)) + 2;
  const bar = Math.max(minBar, Math.min(longestBar, width - name - wordCells));
  const [first] = coverage;
  const body = (session: JobCoverage): Line[] => {
    const bars = coverage.map((each) => coverageLine(each, name, bar, now));
    const isGapless = coverage.every(({ gaps }) => gaps === 0);
    if (isGapless || height < bars.length + 4) {
      const hours = isGapless && height > bars.length ? [hoursLine(session, name, bar)] : [];
      return [...bars, ...hours, ...gapLines(coverage, name, height - bars.length - hours.length, now)];
    }
    const head = [...bars, hoursLine(session, name, bar), sectionLine('gaps', width)];
    return [...head, ...gapLines(coverage, name, height - head.length, now)];
  };
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Coverage', titleToken(isFocused)]],
    status: first ? [[formatWeekdayDate(first.date), 'dim']] : [],
    body: first ? body(first) : [[['No session has been recorded yet.', 'dim']]],
    note: [['from the opening bell to the close of the options', 'faint']],
  });
}
