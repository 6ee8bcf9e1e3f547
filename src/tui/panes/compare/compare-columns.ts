import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { PhaseState } from '../../../protocol/state.ts';
import type { Line, Span } from '../../render/line.ts';
import { gauge } from '../../render/meters.ts';
import { alignRight } from '../../render/width.ts';
import { expiryKind } from '../../present/expiry.ts';
import {
  dash,
  formatCents,
  formatDollars,
  formatFixed,
  formatPercent,
  formatPrice,
  formatSigned,
  formatSignedPercent,
  formatSpot,
} from '../../present/number.ts';
import type { Token } from '../../theme/tokens.ts';
import { exposureOfWeight, type Weight } from '../chart/level-marks.ts';
import { signToken } from '../levels/levels-text.ts';

/** What the columns depend on, apart from the levels. */
export interface CompareTerms {
  weight: Weight;
  phase: PhaseState | null;
  now: number;
}

type Text = (levels: RecordedLevels, terms: CompareTerms) => string;

/** One column of the comparison. All values of a row are of one poll. */
export interface CompareColumn {
  head: string;
  cells: number;
  text: Text;
  token?: (levels: RecordedLevels, terms: CompareTerms) => Token;
}

const exposure = (levels: RecordedLevels, { weight }: CompareTerms) => exposureOfWeight(levels, weight);

/** `0-DTE`, `next`, `3-DTE`: symbols differ in their nearest expiration. */
export function shortExpiry({ expiration, closes }: RecordedLevels, { phase, now }: CompareTerms): string {
  const kind = expiryKind({ expiration, optionClose: closes?.option ?? null, phase, now });
  return kind === 'next session' ? 'next' : kind;
}

/** How far the flip is from the spot, in per cent of the spot. */
export function flipDistance(levels: RecordedLevels, terms: CompareTerms): string {
  const { spot } = levels;
  const flip = exposure(levels, terms)?.gammaFlip ?? null;
  if (flip === null || spot === null) return exposure(levels, terms) && spot !== null ? 'none' : dash;
  return formatSignedPercent(((flip - spot) / spot) * 100);
}

const usedToken = ({ expectedMove: { used } }: RecordedLevels): Token =>
  used === null ? 'faint' : used >= 1 ? 'warning' : 'strong';

/** All columns, in their order; `name` and age stand at the two ends. */
export const columns = {
  expires: { head: 'expires', cells: 8, text: shortExpiry, token: () => 'dim' },
  spot: {
    head: 'spot',
    cells: 9,
    text: ({ spot, spotSource }) => formatSpot(spot, spotSource),
    token: () => 'strong',
  },
  straddle: { head: 'straddle', cells: 10, text: ({ expectedMove }) => formatCents(expectedMove.straddle) },
  used: {
    head: 'EM used',
    cells: 8,
    text: ({ expectedMove }) => formatPercent(expectedMove.used, 0),
    token: usedToken,
  },
  net: {
    head: 'net GEX',
    cells: 9,
    text: (levels, terms) => formatDollars(exposure(levels, terms)?.gamma.net ?? null),
    token: (levels, terms) => signToken(exposure(levels, terms)?.gamma.net),
  },
  flipPrice: {
    head: 'flip at',
    cells: 9,
    text: (levels, terms) => formatCents(exposure(levels, terms)?.gammaFlip ?? null),
  },
  flip: { head: 'flip', cells: 8, text: flipDistance, token: () => 'mark' },
  callWall: {
    head: 'call wall',
    cells: 11,
    text: (levels, terms) => formatPrice(exposure(levels, terms)?.callWall ?? null),
  },
  putWall: {
    head: 'put wall',
    cells: 10,
    text: (levels, terms) => formatPrice(exposure(levels, terms)?.putWall ?? null),
  },
  volatility: {
    head: 'IV',
    cells: 7,
    text: ({ volatility }) => formatPercent(volatility.atTheMoney),
    token: () => 'strong',
  },
  skew: {
    head: 'skew',
    cells: 7,
    text: ({ volatility: { skew } }) => (skew === null ? dash : formatSigned(skew * 100, 1)),
  },
  ratio: {
    head: 'P/C',
    cells: 6,
    text: ({ putCallRatio }, { weight }) =>
      formatFixed(weight === 'volume' ? putCallRatio.volume : putCallRatio.openInterest, 2),
  },
} as const satisfies Record<string, CompareColumn>;

type ColumnName = keyof typeof columns;
const names = Object.keys(columns) as ColumnName[];

/** Columns that narrow panes lack, first one first. */
const dispensable: readonly ColumnName[] = ['skew', 'putWall', 'callWall', 'straddle', 'flipPrice'];

/** Cells of the others where every cell counts: at 60 columns. */
const tight: Partial<Record<ColumnName, { head: string; cells: number }>> = {
  expires: { head: 'exp', cells: 7 },
  spot: { head: 'spot', cells: 8 },
  used: { head: 'EM', cells: 5 },
  net: { head: 'net GEX', cells: 8 },
  flip: { head: 'flip', cells: 7 },
  volatility: { head: 'IV', cells: 6 },
  ratio: { head: 'P/C', cells: 5 },
};
/** By which ages are narrower then, too. */
export const tighterAge = 3;

const widthOf = (shown: readonly CompareColumn[]) => shown.reduce((sum, { cells }) => sum + cells, 0);

/** The columns that fit, and whether they are the narrow ones. */
export interface FittingColumns {
  shown: readonly CompareColumn[];
  isTight: boolean;
}

/**
 * The columns that fit. Which expiration a row is of is left out last, unless it is the same of all rows and stands in the
 * title.
 * @param room cells between the names and the ages
 */
export function columnsFor(room: number, isOneExpiry: boolean): FittingColumns {
  let left = names;
  const without = (name: ColumnName) => {
    left = left.filter((each) => each !== name);
  };
  const usual = () => left.map((name): CompareColumn => columns[name]);
  for (const name of dispensable) {
    if (widthOf(usual()) > room) without(name);
  }
  if (widthOf(usual()) <= room) return { shown: usual(), isTight: false };
  const narrow = () => left.map((name): CompareColumn => ({ ...columns[name], ...tight[name] }));
  const last: readonly ColumnName[] = isOneExpiry
    ? ['expires', 'ratio', 'volatility']
    : ['ratio', 'volatility', 'expires'];
  for (const name of last) {
    if (widthOf(narrow()) > room + tighterAge) without(name);
  }
  return { shown: narrow(), isTight: true };
}

/** Cells of the bar that shows how much of the expected move is used, after its column. */
export const usedBarCells = 12;

/** That bar; blank where it is not known. */
export function usedBar({ expectedMove: { used } }: RecordedLevels): Line {
  if (used === null) return [[' '.repeat(usedBarCells)]];
  return [['  '], ...gauge(used, usedBarCells - 2, used >= 1 ? 'warning' : 'accent')];
}

/** A value at the right end of its column. */
export function cellOf(column: CompareColumn, levels: RecordedLevels, terms: CompareTerms): Span {
  return [alignRight(column.text(levels, terms), column.cells), column.token?.(levels, terms) ?? 'text'];
}
