import type { JobCoverage, Usage } from '../../../protocol/state.ts';
import { budgetGauge } from '../../charts/budget-gauge.ts';
import { callBars } from '../../charts/call-bars.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { type Line, lineWidth } from '../../render/line.ts';
import { sparkCells } from '../../render/meters.ts';
import { alignRight } from '../../render/width.ts';
import type { Rect } from '../../layout/rect.ts';
import { formatCompact, formatCount, formatLatency } from '../../present/number.ts';
import { formatAge } from '../../present/time.ts';
import type { Look } from '../../theme/painter.ts';
import { absentLine } from '../frame/absent.ts';
import { titleToken } from '../frame/title.ts';
import { budgetToken, factLines, freeText, sparkPart } from './usage-facts.ts';

/** What the budget pane is drawn from. */
export interface BudgetPaneInput {
  rect: Rect;
  isFocused: boolean;
  usage: Usage | null;
  /** A recording is shown, in which there is no usage. */
  isPlayback?: boolean;
  coverage: readonly JobCoverage[];
  now: number;
  look: Look;
}

const minGauge = 4;

/** The calls of this minute and those allowed, with a gauge in the rest of the width. */
function gaugeLine(usage: Usage, { now }: BudgetPaneInput, width: number): Line {
  const { used, callsPerMinute: allowed, reserve } = usage.budget;
  const token = budgetToken(usage.budget);
  const count: Line = [
    [`${used}/${allowed}`, token === 'accent' ? 'strong' : token],
    [' per min ', 'dim'],
  ];
  const free: Line = [[' '], ...freeText(usage, now)];
  const room = width - lineWidth(count) - lineWidth(free);
  return [
    ...count,
    ...(room >= minGauge ? budgetGauge({ used, reserve, allowed }, room, token) : []),
    ...free,
  ];
}

function successLine({ lastSuccessAt }: Usage, now: number): Line {
  if (lastSuccessAt === null) return [['no success yet', 'warning']];
  return [['last success ', 'dim'], [`${formatAge(now - lastSuccessAt)} ago`]];
}

/** The calls of the day so far, those expected by the option close, and those that the plan allows by then. */
function dayLine({ callsToday, projectedCalls, allowedCalls }: Usage, width: number): Line {
  const soFar: Line = [
    ['today ', 'dim'],
    [formatCount(callsToday), 'strong'],
  ];
  if (projectedCalls === null || allowedCalls === null) return [...soFar, [' calls', 'dim']];
  const projected = formatCount(callsToday + projectedCalls);
  const allowed = formatCompact(callsToday + allowedCalls);
  const long: Line = [
    ...soFar,
    [' · ', 'dim'],
    [projected],
    [' by the close · plan allows ', 'dim'],
    [allowed],
  ];
  if (lineWidth(long) <= width) return long;
  return [...soFar, [' → ', 'dim'], [projected], [' of ', 'dim'], [allowed]];
}

/** To the left of the bars: a number and a blank. */
const scaleCells = 6;
const legendCells = 13;

/** One character a minute in as many cells, the last of them blank where there are several. */
const widened = (text: string, cells: number) =>
  cells === 1 ? text : [...text].map((bar) => `${bar.repeat(cells - 1)} `).join('');

/** Bars of the last half hour, failed calls on top, and the median answer of each minute where a row is left for it. */
function minutes(usage: Usage, { look }: BudgetPaneInput, width: number, rows: number): Line[] {
  const { callsPerMinute, errorsPerMinute, medianMsPerMinute } = usage;
  const room = width - scaleCells;
  const cells = Math.max(1, Math.floor(room / callsPerMinute.length));
  const from = Math.max(0, callsPerMinute.length - Math.floor(room / cells));
  const shown = callsPerMinute
    .map((calls, minute) => ({ calls, errors: errorsPerMinute[minute] ?? 0 }))
    .slice(from);
  const hasLatency = rows >= 5;
  const height = rows - (hasLatency ? 2 : 1);
  const hasLegend = room - shown.length * cells >= legendCells;
  // Without colours, failures need another shape.
  const failed = (bar: string) => (look.hasColors || bar === ' ' ? bar : '▒');
  const legend = (row: number): Line => {
    if (!hasLegend) return [];
    if (row === 0)
      return [
        ['  █', 'accent'],
        [' answered', 'dim'],
      ];
    return row === 1 && usage.errors > 0
      ? [
          [`  ${failed('█')}`, 'error'],
          [' failed', 'dim'],
        ]
      : [];
  };
  const max = Math.max(...shown.map(({ calls }) => calls));
  const scale = (row: number) => (row === 0 ? formatCompact(max) : row === height - 1 ? '0' : '');
  const bars = callBars(shown, height).map(
    (line, row): Line => [
      [`${alignRight(scale(row), scaleCells - 1)} `, 'chartText'],
      ...line.map(
        ([text, token]) => [widened(token === 'error' ? failed(text) : text, cells), token] as const,
      ),
      ...legend(row),
    ],
  );
  const caption: Line = [
    [`${' '.repeat(scaleCells)}calls a minute, last ${callsPerMinute.length} minutes`, 'faint'],
  ];
  if (!hasLatency) return [...bars, caption];
  const medians = medianMsPerMinute.slice(from);
  const latest = `  ${formatLatency(medians.findLast((ms) => ms !== null) ?? null)}`;
  const latency: Line = [
    ['p50   ', 'dim'],
    [widened(sparkCells(medians), cells), 'ok'],
    [room - medians.length * cells >= latest.length ? latest : ''],
  ];
  return [...bars, caption, latency];
}

/** The minute's budget, latency and errors, and the calls of each of the last minutes. */
export function budgetPaneLines(input: BudgetPaneInput): Line[] {
  const { rect, isFocused, usage, coverage, now } = input;
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const body = (known: Usage): Line[] => {
    const [first, ...rest] = factLines(known, coverage, width);
    const head = [gaugeLine(known, input, width), first ?? []];
    const day = dayLine(known, width);
    const success = successLine(known, now);
    const facts = [...head, ...rest, day];
    const left = height - facts.length;
    // Where rows are short, secondary lines come last.
    if (left < 3) return [...head, sparkPart(known, width), day, ...rest, success];
    const hasSuccess = left > 4;
    return [
      ...facts,
      ...(hasSuccess ? [success] : []),
      ...minutes(known, input, width, hasSuccess ? left - 1 : left),
    ];
  };
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Budget', titleToken(isFocused)]],
    status: [['last hour', 'dim']],
    body: usage ? body(usage) : [absentLine(input.isPlayback)],
  });
}
