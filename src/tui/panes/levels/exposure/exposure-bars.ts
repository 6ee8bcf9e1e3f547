import type { Levels, StrikeBar } from '../../../../market/levels/levels.ts';
import { strikeDecimals } from '../../../../market/quotes/price-text.ts';
import type { Line, Span } from '../../../render/line.ts';
import { alignLeft, alignRight } from '../../../render/width.ts';
import { formatDollars, formatSpot } from '../../../present/number.ts';
import type { Background, Token } from '../../../theme/tokens.ts';

const markCells = 9;

const valueCells = 9;

const edgeCells = 1;

interface Geometry {
  strikeCells: number;
  strikeDigits: number;
  /** On each side. */
  barCells: number;
  hasValues: boolean;
}

export function geometryOf(width: number, bars: readonly StrikeBar[]): Geometry {
  const strikeDigits = strikeDecimals(bars.map(({ strike }) => strike));
  const strikeCells = Math.max(3, ...bars.map(({ strike }) => strike.toFixed(strikeDigits).length));
  const middle = strikeCells + markCells + 2 * edgeCells + 2;
  const hasValues = width - middle - 2 * valueCells >= 40;
  const side = Math.floor((width - middle) / 2) - (hasValues ? valueCells : 0);
  return { strikeCells, strikeDigits, barCells: Math.max(4, side), hasValues };
}

/** In half cells, so that both sides look alike: blocks that grow from the right exist in halves only. */
function barText(share: number, cells: number, side: 'left' | 'right'): string {
  const halves = Math.round(share * cells * 2);
  const full = Math.floor(halves / 2);
  const half = halves % 2 === 1;
  if (side === 'right') return ('█'.repeat(full) + (half ? '▌' : '')).padEnd(cells);
  return ((half ? '▐' : '') + '█'.repeat(full)).padStart(cells);
}

const signToken = (value: number | null): Token => (value !== null && value < 0 ? 'down' : 'up');

/** What the bars of all strikes share: their longest value, the marks, and the expected move. */
export interface Scale {
  max: number;
  marks: ReadonlyMap<number, string>;
  band: { low: number; high: number } | null;
}

export function strikeLine(bar: StrikeBar, geometry: Geometry, { max, marks, band }: Scale): Line {
  const { strikeCells, strikeDigits, barCells, hasValues } = geometry;
  const share = (value: number | null) => (value === null || max === 0 ? 0 : Math.abs(value) / max);
  const isInBand = band !== null && bar.strike > band.low && bar.strike < band.high;
  const behind: Background | undefined = isInBand ? 'band' : undefined;
  const mark = marks.get(bar.strike) ?? '';
  const value = (amount: number | null, isLeft: boolean): Span[] => {
    if (!hasValues) return [];
    const text = amount === null ? '' : formatDollars(amount);
    return [
      [isLeft ? `${alignRight(text, valueCells - 1)} ` : ` ${alignLeft(text, valueCells - 1)}`, 'faint'],
    ];
  };
  return [
    ...value(bar.put, true),
    [barText(share(bar.put), barCells, 'left'), signToken(bar.put)],
    ['│', 'border'],
    [` ${alignRight(bar.strike.toFixed(strikeDigits), strikeCells)} `, mark ? 'mark' : 'strong', behind],
    [alignLeft(mark, markCells), 'mark', behind],
    ['│', 'border'],
    [barText(share(bar.call), barCells, 'right'), signToken(bar.call)],
    ...value(bar.call, false),
  ];
}

export function headLine(geometry: Geometry): Line {
  const { strikeCells, barCells, hasValues } = geometry;
  const side = barCells + (hasValues ? valueCells : 0);
  return [
    [alignRight('puts ◀ ', side), 'dim'],
    [alignLeft('  strike', strikeCells + markCells + 4), 'faint'],
    [alignLeft(side >= 20 ? ' ▶ calls  $ per 1%' : ' ▶ calls', side), 'dim'],
  ];
}

export function spotLine({ spot, spotSource }: Pick<Levels, 'spot' | 'spotSource'>, width: number): Line {
  const label = ` spot ${formatSpot(spot, spotSource)} `;
  const left = Math.max(0, Math.floor((width - label.length) / 2));
  return [[`${'─'.repeat(left)}${label}${'─'.repeat(Math.max(0, width - left - label.length))}`, 'atm']];
}
