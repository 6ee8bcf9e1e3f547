import type { DataTier } from '../../market/quote.ts';
import type { Levels } from '../../protocol/levels.ts';
import type { LevelsPoint } from '../../protocol/levels-history.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../draw/box.ts';
import { type Line, type Span, spreadLine } from '../draw/line.ts';
import { sparkCells } from '../draw/meters.ts';
import { alignLeft, alignRight } from '../draw/width.ts';
import type { Rect } from '../layout.ts';
import { formatCents, formatDollars, formatFixed, formatPercent, formatPrice } from '../present/number.ts';
import { formatClockMinute } from '../present/time.ts';
import type { Token } from '../theme/tokens.ts';
import { levelsFreshness, signToken } from './levels-text.ts';
import { pickLabels, titleToken } from './title.ts';

interface Track {
  label: string;
  value: (point: LevelsPoint) => number | null;
  format: (value: number | null) => string;
  /** `sign`: of what is above zero and of what is below. */
  token: Token | 'sign';
}

/** The last ones are the first to go where rows are short. */
const tracks: readonly Track[] = [
  { label: 'spot', value: ({ spot }) => spot, format: formatCents, token: 'accent' },
  { label: 'net GEX', value: ({ netGamma }) => netGamma, format: formatDollars, token: 'sign' },
  { label: 'flip', value: ({ gammaFlip }) => gammaFlip, format: formatCents, token: 'mark' },
  { label: 'call wall', value: ({ callWall }) => callWall, format: formatPrice, token: 'up' },
  { label: 'put wall', value: ({ putWall }) => putWall, format: formatPrice, token: 'down' },
  { label: 'ATM IV', value: ({ volatility }) => volatility, format: formatPercent, token: 'chartVwap' },
  {
    label: 'move used',
    value: ({ moveUsed }) => moveUsed,
    format: (v) => formatPercent(v, 0),
    token: 'accent',
  },
  {
    label: 'put/call',
    value: ({ putCallRatio }) => putCallRatio,
    format: (v) => formatFixed(v, 2),
    token: 'dim',
  },
  { label: 'max pain', value: ({ maxPain }) => maxPain, format: formatPrice, token: 'mark' },
];

const labelCells = 11;
const valueCells = 9;
/** Polls of the slowest plan are five minutes apart. */
const longestHoldMs = 15 * 60_000;

/** The newest value in each cell of the session's time; `null` where there was no poll, or no value. */
function overTime(
  points: readonly LevelsPoint[],
  value: Track['value'],
  from: number,
  to: number,
  cells: number,
): (number | null)[] {
  const shown = new Array<number | null>(cells).fill(null);
  let before: { cell: number; at: number; value: number | null } | null = null;
  for (const point of points) {
    const cell = Math.floor(((point.at - from) / (to - from)) * cells);
    if (cell < 0 || cell >= cells) continue;
    const now = value(point);
    // A level holds until the next poll; over a longer hole nothing is known of it.
    if (before && point.at - before.at <= longestHoldMs) shown.fill(before.value, before.cell + 1, cell);
    shown[cell] = now;
    before = { cell, at: point.at, value: now };
  }
  return shown;
}

/** From the first poll on; to a little after the last one, since a day's line would be a dot at first. */
function spanOf(
  points: readonly LevelsPoint[],
  closes: Levels['closes'],
): { from: number; to: number } | null {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return null;
  const from = Math.min(first.at, last.at - 60_000);
  const elapsed = last.at - from;
  const end = closes ? Math.min(closes.option, from + Math.max(elapsed * 1.15, 30 * 60_000)) : last.at;
  return { from, to: Math.max(end, last.at + 1) };
}

/** The day so far, a row of bars for each level, as many as there are rows for. */
export function historyRows(
  points: readonly LevelsPoint[],
  closes: Levels['closes'],
  width: number,
  rows: number,
): Line[] {
  const span = spanOf(points, closes);
  if (!span) return [];
  const cells = Math.max(1, width - labelCells - valueCells);
  return tracks.slice(0, rows).map(({ label, value, format, token }): Line => {
    const values = overTime(points, value, span.from, span.to, cells);
    const last = points.findLast((point) => value(point) !== null);
    const newest = last ? value(last) : null;
    return [
      [alignLeft(label, labelCells), 'dim'],
      ...(token === 'sign' ? bySign(values) : [[sparkCells(values), token] as const]),
      [alignRight(format(newest), valueCells), token === 'sign' ? signToken(newest) : 'text'],
    ];
  });
}

/** Bars in the colours of their signs, neighbours of one sign as one piece. */
function bySign(values: readonly (number | null)[]): Line {
  const pieces: { text: string; token: Token }[] = [];
  for (const [cell, bar] of [...sparkCells(values)].entries()) {
    const token = signToken(values[cell]);
    const piece = pieces.at(-1);
    if (piece && (piece.token === token || bar === ' ')) piece.text += bar;
    else pieces.push({ text: bar, token });
  }
  return pieces.map(({ text, token }): Span => [text, token]);
}

export interface HistoryPaneInput {
  rect: Rect;
  isFocused: boolean;
  levels: Levels | null;
  history: readonly LevelsPoint[];
  /** Of the chain that the levels are of; `null` where it is not known. */
  tier: DataTier | null;
  now: number;
}

export function historyPaneLines({ rect, isFocused, levels, history, tier, now }: HistoryPaneInput): Line[] {
  const width = rect.width - boxFrameColumns;
  const rows = rect.height - boxFrameRows - 1;
  const closes = levels?.closes ?? null;
  const span = spanOf(history, closes);
  const axis: Line = span
    ? [
        [' '.repeat(labelCells)],
        ...spreadLine(
          [[formatClockMinute(span.from), 'chartText']],
          [[formatClockMinute(span.to), 'chartText']],
          Math.max(1, width - labelCells - valueCells),
        ),
      ]
    : [];
  const title: Line = [['The session so far', titleToken(isFocused)]];
  const how: Span = ['each row from its lowest to its highest', 'dim'];
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...pickLabels(rect.width, [
      { title, status: levels ? [how, [' · ', 'dim'], ...levelsFreshness(levels, tier, now)] : [how] },
      { title, status: [] },
    ]),
    body: span
      ? [...historyRows(history, closes, width, rows), axis]
      : [[['No levels recorded in this session yet.', 'dim']]],
  });
}
