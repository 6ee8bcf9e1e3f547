import type { Levels } from '../../../../market/levels/levels.ts';
import type { PhaseState } from '../../../../protocol/state.ts';
import type { KeyOf } from '../../../keys/key-of.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../../render/box.ts';
import { type Line, lineWidth } from '../../../render/line.ts';
import type { Rect } from '../../../layout/rect.ts';
import { formatWeekdayDate } from '../../../present/time.ts';
import { keyHints } from '../../frame/key-hints.ts';
import { namedLevels, type Weight } from '../../chart/level-marks.ts';
import {
  assumptionsText,
  levelsAge,
  type LevelsContext,
  levelsExpiry,
  levelsFreshness,
} from '../levels-text.ts';
import { type BoxLabels, pickLabels, staleCells, titleToken } from '../../frame/title.ts';
import { type DrawnExposure, strikeRows } from './strike-rows.ts';

/** What the exposure pane is drawn from. */
export interface ExposurePaneInput extends LevelsContext {
  rect: Rect;
  isFocused: boolean;
  symbol: string;
  levels: Levels | null;
  weight: Weight;
  /** Strike in the middle of the window; `null` while it follows the money. */
  centre: number | null;
  /** Of the chain that the levels are of; `null` where it is not known. */
  phase: PhaseState | null;
  /** Why there will be no levels; `null` while they may still come. */
  why: string | null;
  /** How many expirations of the symbol are recorded. */
  recordedExpirations: number;
  /** Whether the title must leave room for how stale the pane is. */
  isStale: boolean;
  /** The user's keys, for hints. */
  keyOf: KeyOf;
}

/** The heading above the strikes. */
const headRows = 1;

/**
 * Strikes that a pane of that size shows, the line of the spot included.
 * @param rowsBelow lines below the strikes
 */
export function exposureRows(rect: Rect, rowsBelow = 1): number {
  return Math.max(1, rect.height - boxFrameRows - headRows - rowsBelow);
}

export const weightLabel: Record<Weight, string> = {
  openInterest: 'by open interest',
  volume: 'by volume',
};

export const shortWeightLabel: Record<Weight, string> = { openInterest: 'by OI', volume: 'by volume' };

function body(input: ExposurePaneInput, levels: Levels): Line[] {
  const { rect, weight, centre } = input;
  const width = rect.width - boxFrameColumns;
  const { spot, spotSource, profile, expectedMove } = levels;
  const { opening } = expectedMove;
  const drawn: DrawnExposure = {
    ...{ spot, spotSource, named: namedLevels(levels, weight) },
    bars: (weight === 'volume' ? profile?.byVolume : profile?.byOpenInterest) ?? [],
    band: opening && {
      low: opening.reference - opening.straddle,
      high: opening.reference + opening.straddle,
    },
  };
  return [
    ...strikeRows(drawn, { width, rows: exposureRows(rect), centre, weight }),
    [[assumptionsText(levels, width), 'faint']],
  ];
}

function labelsOf(input: ExposurePaneInput): BoxLabels {
  const { rect, symbol, isFocused, levels, weight, isStale } = input;
  const title = (...parts: string[]): Line => [
    [parts.filter((part) => part !== '').join(' '), titleToken(isFocused)],
  ];
  const by: Line = [[` · ${weightLabel[weight]}`, 'dim']];
  if (!levels) return { title: [...title(symbol, 'gamma exposure'), ...by], status: [] };
  const expiry = levelsExpiry(levels, input);
  const full = title(symbol, 'gamma exposure ·', expiry);
  const short = title(symbol, 'GEX ·', expiry);
  const age: Line = [[levelsAge(levels, input), 'dim']];
  const fresh = levelsFreshness(levels, input);
  const shortBy: Line = [[shortWeightLabel[weight], 'dim']];
  const shortByAnd = (rest: Line): Line => [...shortBy, [' · ', 'dim'], ...rest];
  // The expiration is shown at every width.
  return pickLabels(rect.width - (isStale ? staleCells : 0), [
    { title: [...full, ...by], status: fresh },
    { title: full, status: shortByAnd(fresh) },
    { title: short, status: shortByAnd(fresh) },
    { title: short, status: shortByAnd(age) },
    { title: short, status: shortBy },
    { title: short, status: [] },
    { title: title(symbol, '·', expiry), status: [] },
    { title: title(symbol, '·', formatWeekdayDate(levels.expiration)), status: [] },
  ]);
}

/** What the pane's keys do, as much of it as fits into its lower border. */
export function exposureNote(
  input: Pick<ExposurePaneInput, 'rect' | 'keyOf' | 'weight' | 'centre'>,
  other: string | null,
): Line {
  const { rect, keyOf, weight, centre } = input;
  const shown: Parameters<typeof keyHints>[1] = [
    ['weight', weight === 'volume' ? 'by open interest' : 'by volume'],
    ...(other === null ? [] : [['all-expirations', other] as const]),
  ];
  const assumptions = ['assumptions', 'assumptions'] as const;
  const centring = centre === null ? [] : [['re-centre', 're-centre'] as const];
  const notes = [
    keyHints(keyOf, [...shown, assumptions, ...centring]),
    ...(other === null ? [] : [keyHints(keyOf, [...shown, ...centring])]),
  ];
  return notes.find((note) => lineWidth(note) + 6 <= rect.width) ?? [];
}

/** Dealers' gamma by strike: puts to the left, calls to the right, with the levels marked. */
export function exposurePaneLines(input: ExposurePaneInput): Line[] {
  const { rect, isFocused, levels, recordedExpirations } = input;
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labelsOf(input),
    note: exposureNote(input, recordedExpirations > 1 ? `all ${recordedExpirations} expirations` : null),
    body: levels
      ? body(input, levels)
      : [[[input.why ?? 'Waiting for the first levels; they come with a chain.', 'dim']]],
  });
}
