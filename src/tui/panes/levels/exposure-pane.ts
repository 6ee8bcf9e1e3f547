import type { Levels, StrikeBar } from '../../../market/levels/levels.ts';
import type { PhaseState } from '../../../protocol/state.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { type Line, lineWidth } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import { formatWeekdayDate } from '../../present/time.ts';
import { visibleRows } from '../../state/chain/chain-scroll.ts';
import { keyHints } from '../frame/key-hints.ts';
import { namedLevels, type Weight } from '../chart/level-marks.ts';
import {
  assumptionsText,
  levelsAge,
  type LevelsContext,
  levelsExpiry,
  levelsFreshness,
} from './levels-text.ts';
import { type BoxLabels, pickLabels, staleCells, titleToken } from '../frame/title.ts';
import { geometryOf, headLine, type Scale, spotLine, strikeLine } from './exposure-bars.ts';

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
  /** Whether the title must leave room for how stale the pane is. */
  isStale: boolean;
  /** The user's keys, for hints. */
  keyOf: KeyOf;
}

/** Rows of the pane that are not strikes: its heading and the assumptions. */
const otherRows = 2;

/** Strikes that a pane of that size shows, the line of the spot included. */
export function exposureRows(rect: Rect): number {
  return Math.max(1, rect.height - boxFrameRows - otherRows);
}

const weightLabel: Record<Weight, string> = {
  openInterest: 'by open interest',
  volume: 'by volume',
};

const shortWeightLabel: Record<Weight, string> = { openInterest: 'by OI', volume: 'by volume' };

/** Which strike a price stands nearest to. */
function nearestStrike(bars: readonly StrikeBar[], price: number): number | null {
  return bars.reduce<number | null>(
    (nearest, { strike }) =>
      nearest === null || Math.abs(strike - price) < Math.abs(nearest - price) ? strike : nearest,
    null,
  );
}

function marksOf(levels: Levels, weight: Weight, bars: readonly StrikeBar[]): Map<number, string> {
  const marks = new Map<number, string>();
  for (const { label, price } of namedLevels(levels, weight)) {
    const strike = nearestStrike(bars, price);
    if (strike === null) continue;
    const joined = [marks.get(strike), label].filter((part) => part !== undefined).join(' ');
    marks.set(strike, joined);
  }
  return marks;
}

function body(input: ExposurePaneInput, levels: Levels): Line[] {
  const { rect, weight, centre } = input;
  const width = rect.width - boxFrameColumns;
  const rows = exposureRows(rect);
  const bars = (weight === 'volume' ? levels.profile?.byVolume : levels.profile?.byOpenInterest) ?? [];
  const assumptions: Line = [[assumptionsText(levels, width), 'faint']];
  if (bars.length === 0) {
    const why =
      weight === 'volume'
        ? 'Nothing has been traded that has a gamma.'
        : 'No open interest with a gamma is known.';
    return [[[why, 'dim']], ...Array.from({ length: rows }, (): Line => []), assumptions];
  }
  const geometry = geometryOf(width, bars);
  const { opening } = levels.expectedMove;
  const scale: Scale = {
    max: Math.max(...bars.map(({ call, put }) => Math.max(Math.abs(call ?? 0), Math.abs(put ?? 0)))),
    marks: marksOf(levels, weight, bars),
    band: opening && {
      low: opening.reference - opening.straddle,
      high: opening.reference + opening.straddle,
    },
  };
  const all = { strikes: bars, spot: levels.spot };
  const top = centre === null ? null : topStrike(bars, centre, rows);
  // Highest on top, as prices are drawn.
  const lines = visibleRows(all, rows, { top, selected: null })
    .toReversed()
    .map((row) => (row.kind === 'spot' ? spotLine(levels, width) : strikeLine(row.row, geometry, scale)));
  const blank = Array.from({ length: Math.max(0, rows - lines.length) }, (): Line => []);
  return [headLine(geometry), ...lines, ...blank, assumptions];
}

/** The lowest strike of a window with that strike in its middle. */
function topStrike(bars: readonly StrikeBar[], centre: number, rows: number): number {
  const index = Math.max(
    0,
    bars.findIndex(({ strike }) => strike >= centre),
  );
  return bars[Math.max(0, index - Math.floor(rows / 2))]!.strike;
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

/** Dealers' gamma by strike: puts to the left, calls to the right, with the levels marked. */
export function exposurePaneLines(input: ExposurePaneInput): Line[] {
  const { rect, isFocused, levels, weight } = input;
  const note = keyHints(input.keyOf, [
    ['weight', weight === 'volume' ? 'by open interest' : 'by volume'],
    ['assumptions', 'assumptions'],
    ...(input.centre === null ? [] : ([['re-centre', 're-centre']] as const)),
  ]);
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labelsOf(input),
    note: lineWidth(note) + 6 <= rect.width ? note : [],
    body: levels
      ? body(input, levels)
      : [[[input.why ?? 'Waiting for the first levels; they come with a chain.', 'dim']]],
  });
}
