import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { closeOfExpiration, type OwnPhase } from '../../present/own-phase.ts';
import { holdMs, isSameKind } from '../../charts/history/level-steps.ts';
import type { Line } from '../../render/line.ts';
import { sparkCells } from '../../render/meters.ts';
import { alignLeft, alignRight } from '../../render/width.ts';
import { formatCents, formatDollars, formatFixed, formatPercent, formatPrice } from '../../present/number.ts';
import type { Token } from '../../theme/tokens.ts';
import type { Weight } from '../chart/level-marks.ts';
import { signToken } from './levels-text.ts';

interface Track {
  label: string;
  value: (point: LevelsPoint, weight: Weight) => number | null;
  format: (value: number | null) => string;
  /** `sign`: one colour above zero and one below. */
  token: Token | 'sign';
}

const byWeight =
  (openInterest: (point: LevelsPoint) => number | null, volume: (point: LevelsPoint) => number | null) =>
  (point: LevelsPoint, weight: Weight) =>
    weight === 'volume' ? volume(point) : openInterest(point);

/** Most important first: the last ones are left out where rows are short. */
const tracks: readonly Track[] = [
  { label: 'spot', value: ({ spot }) => spot, format: formatCents, token: 'accent' },
  {
    label: 'net GEX',
    value: byWeight(
      ({ netGamma }) => netGamma,
      ({ netGammaByVolume }) => netGammaByVolume,
    ),
    format: formatDollars,
    token: 'sign',
  },
  {
    label: 'flip',
    value: byWeight(
      ({ gammaFlip }) => gammaFlip,
      ({ gammaFlipByVolume }) => gammaFlipByVolume,
    ),
    format: formatCents,
    token: 'mark',
  },
  {
    label: 'call wall',
    value: byWeight(
      ({ callWall }) => callWall,
      ({ callWallByVolume }) => callWallByVolume,
    ),
    format: formatPrice,
    token: 'up',
  },
  {
    label: 'put wall',
    value: byWeight(
      ({ putWall }) => putWall,
      ({ putWallByVolume }) => putWallByVolume,
    ),
    format: formatPrice,
    token: 'down',
  },
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

export const labelCells = 11;
export const valueCells = 9;

/** The time that the rows cover, epoch ms. */
export interface SessionSpan {
  from: number;
  to: number;
}

/** From the first poll on; to a little after the last one, since a day's line would be a dot at first. */
export function sessionSpan(points: readonly LevelsPoint[], phase: OwnPhase | null): SessionSpan | null {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return null;
  const from = Math.min(first.at, last.at - 60_000);
  const isToday = phase?.session.date === newYorkDate(last.at);
  const end = isToday
    ? Math.min(
        closeOfExpiration(last.expiration, phase),
        from + Math.max((last.at - from) * 1.15, 30 * 60_000),
      )
    : last.at;
  return { from, to: Math.max(end, last.at + 1) };
}

/** Points of one kind (expiration and version of the model), with the cell that the first of them stands in. */
interface Stretch {
  from: number;
  values: (number | null)[];
}

/** The newest value in each cell of the session's time; `null` where there was no poll, or no value. */
function stretchesOf(
  points: readonly LevelsPoint[],
  value: (point: LevelsPoint) => number | null,
  span: SessionSpan,
  cells: number,
): Stretch[] {
  const longest = holdMs(points);
  const stretches: Stretch[] = [];
  let before: { cell: number; point: LevelsPoint } | null = null;
  for (const point of points) {
    const cell = Math.floor(((point.at - span.from) / (span.to - span.from)) * cells);
    if (cell < 0 || cell >= cells) continue;
    const isSame = before !== null && isSameKind(before.point, point);
    if (!isSame) stretches.push({ from: cell, values: [] });
    const { from, values } = stretches.at(-1)!;
    // A level holds until the next poll, but not over a long gap.
    const isHeld = isSame && point.at - before!.point.at <= longest;
    const held = isHeld ? value(before!.point) : null;
    while (values.length < cell - from) values.push(held);
    values[cell - from] = value(point);
    before = { cell, point };
  }
  return stretches;
}

interface BarCell {
  character: string;
  token: Token;
}

/** Each stretch is scaled by itself, since levels of different kinds do not compare; a mark shows where one begins. */
function barCells(stretches: readonly Stretch[], token: Track['token'], cells: number): BarCell[] {
  const row = Array.from({ length: cells }, (): BarCell => ({ character: ' ', token: 'dim' }));
  for (const [index, { from, values }] of stretches.entries()) {
    for (const [at, character] of [...sparkCells(values)].entries()) {
      row[from + at] = { character, token: token === 'sign' ? signToken(values[at]) : token };
    }
    if (index > 0) row[from] = { character: '┊', token: 'warning' };
  }
  return row;
}

/** Neighbours of one colour as one piece; a blank takes the colour of the piece before. */
function piecesOf(row: readonly BarCell[]): Line {
  const pieces: { text: string; token: Token }[] = [];
  for (const { character, token } of row) {
    const piece = pieces.at(-1);
    if (piece && (piece.token === token || character === ' ')) piece.text += character;
    else pieces.push({ text: character, token });
  }
  return pieces.map(({ text, token }) => [text, token] as const);
}

/** The size of the rows in cells, and what they show. */
export interface HistoryRowsInput {
  phase: OwnPhase | null;
  weight: Weight;
  width: number;
  rows: number;
}

/** The session so far, a row of bars for each level, as many as there are rows for. */
export function historyRows(
  points: readonly LevelsPoint[],
  { phase, weight, width, rows }: HistoryRowsInput,
): Line[] {
  const span = sessionSpan(points, phase);
  if (!span) return [];
  const cells = Math.max(1, width - labelCells - valueCells);
  return tracks.slice(0, rows).map(({ label, value, format, token }): Line => {
    const ofWeight = (point: LevelsPoint) => value(point, weight);
    const newest = ofWeight(points.at(-1)!);
    return [
      [alignLeft(label, labelCells), 'dim'],
      ...piecesOf(barCells(stretchesOf(points, ofWeight, span, cells), token, cells)),
      [alignRight(format(newest), valueCells), token === 'sign' ? signToken(newest) : 'text'],
    ];
  });
}
