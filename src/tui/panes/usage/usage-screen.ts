import type { Usage } from '../../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { fitLine, type Line } from '../../render/line.ts';
import { gauge } from '../../render/meters.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import type { Rect } from '../../layout/rect.ts';
import { formatCount, formatLatency } from '../../present/number.ts';
import { shortEndpoint, upstreamText } from '../../present/upstream-text.ts';
import { absentLine } from '../frame/absent.ts';
import { titleToken } from '../frame/title.ts';
import { callLine } from './usage-calls.ts';
import { rejectionLines } from './usage-details.ts';
import { jobLines } from './usage-jobs.ts';
import { planLines } from './usage-plan.ts';
import type { UsagePaneInput } from './usage-pane.ts';

const insideOf = (rect: Rect) => ({
  width: rect.width - boxFrameColumns,
  height: rect.height - boxFrameRows,
});

/** Failed requests of the last hour by kind. */
function errorKinds({ errorsByKind }: Usage): Line[] {
  if (errorsByKind.length === 0) return [];
  const kinds = errorsByKind.map(({ kind, count }) => `${formatCount(count)} ${upstreamText(kind, 30)}`);
  return [
    [
      ['errors: ', 'dim'],
      [kinds.join(' · '), 'warning'],
    ],
  ];
}

/** What is polled next, when, and why then; with several recorded symbols, how it fits into the calls of a minute. */
export function pollsPaneLines(input: UsagePaneInput): Line[] {
  const { rect, isFocused, usage, jobs, coverage, now } = input;
  const { width } = insideOf(rect);
  const plan = usage?.plan;
  const lines = plan ? planLines({ jobs, plan, coverage, now, width }) : jobLines(jobs, coverage, now, width);
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Next polls', titleToken(isFocused)]],
    body: jobs.length > 0 ? lines : [absentLine(input.isPlayback)],
  });
}

const widestBar = 40;
/** In shorter bars two endpoints look the same. */
const minBar = 12;

function endpointTable({ endpoints }: Usage, width: number): Line[] {
  const numbers = ['calls', 'errors', 'p50', 'p95'] as const;
  const cells = [8, 8, 9, 9] as const;
  const room = width - cells.reduce<number>((sum, each) => sum + each, 0);
  const longest = Math.max(8, ...endpoints.map(({ endpoint }) => textWidth(shortEndpoint(endpoint))));
  const name = Math.max(8, Math.min(longest + 2, room));
  // The rest of a wide pane shows which endpoints use the calls.
  const bar = Math.min(widestBar, room - name - 3);
  const max = Math.max(1, ...endpoints.map(({ calls }) => calls));
  const share = (calls: number): Line =>
    bar >= minBar ? [['   '], ...gauge(calls / max, bar, 'accent')] : [];
  const head: Line = [
    [alignLeft('endpoint', name), 'faint'],
    ...numbers.map((label, column) => [alignRight(label, cells[column]!), 'faint'] as const),
  ];
  const lines = [...endpoints]
    .sort((a, b) => b.calls - a.calls)
    .map(
      ({ endpoint, calls, errors, p50Ms, p95Ms }): Line => [
        [alignLeft(shortEndpoint(endpoint), name)],
        [alignRight(formatCount(calls), cells[0])],
        [alignRight(formatCount(errors), cells[1]), errors > 0 ? 'error' : 'faint'],
        [alignRight(formatLatency(p50Ms), cells[2]), 'dim'],
        [alignRight(formatLatency(p95Ms), cells[3]), 'dim'],
        ...share(calls),
      ],
    );
  return [head, ...lines];
}

/** Calls, errors and latency of each endpoint, busiest first; then why rows were rejected. */
export function endpointsPaneLines(input: UsagePaneInput): Line[] {
  const { rect, isFocused, usage } = input;
  const { width, height } = insideOf(rect);
  const body = (known: Usage): Line[] => {
    if (known.endpoints.length === 0) return [[['No calls in the last hour.', 'dim']]];
    const table = endpointTable(known, width);
    const rejections = [...errorKinds(known), ...rejectionLines(known, width)];
    return table.length + rejections.length <= height || height > 8 ? [...table, ...rejections] : table;
  };
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Endpoints', titleToken(isFocused)]],
    status: [['last hour', 'dim']],
    body: usage ? body(usage) : [absentLine(input.isPlayback)],
  });
}

/** Calls that a pane of that size lists. */
export function callRows(rect: Rect): number {
  return Math.max(1, insideOf(rect).height);
}

/** The last calls, latest first, with status and latency, or what went wrong. */
export function callsPaneLines(input: UsagePaneInput): Line[] {
  const { rect, isFocused, usage, firstCall } = input;
  const { width } = insideOf(rect);
  const rows = callRows(rect);
  const calls = usage?.lastCalls ?? [];
  const from = Math.max(0, Math.min(firstCall, calls.length - rows));
  const shown = calls.slice(from, from + rows);
  const endpointCells = Math.max(0, ...shown.map((call) => textWidth(shortEndpoint(call.endpoint))));
  const body = shown.map((call) => fitLine(callLine(call, width, endpointCells), width));
  const none: Line = usage ? [['No calls yet.', 'dim']] : absentLine(input.isPlayback);
  const range = `${from + 1}–${from + shown.length} of ${calls.length}`;
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Last calls', titleToken(isFocused)]],
    status: shown.length > 0 ? [['time · endpoint · status · latency', 'dim']] : [],
    note: shown.length > 0 ? [[range, 'dim']] : [],
    body: shown.length > 0 ? body : [none],
  });
}
