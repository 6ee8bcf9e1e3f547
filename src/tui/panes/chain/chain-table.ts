import { remembered } from '../../../base/remembered.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { strikeDecimals } from '../../../market/quotes/price-text.ts';
import { haveRoots } from '../../../market/quotes/strike-pairs.ts';
import { hasQuotes } from '../../../market/quotes/quoted-text.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignRight } from '../../render/width.ts';
import type { FilteredRow } from '../../state/chain/chain-filter.ts';
import { type ChainListing, rowsOf, sortColumns } from '../../state/chain/chain-listing.ts';
import { type ChainScroll, visibleRows } from '../../state/chain/chain-scroll.ts';
import type { PriceMoves } from '../../state/chain/price-moves.ts';
import type { ContractBefore } from '../../state/playback/contracts-before.ts';
import type { StrikeRow } from '../../state/chain/chain-slice.ts';
import type { Background } from '../../theme/tokens.ts';
import { spotLine } from './spot-line.ts';
import { type ChainColumn, columnCell } from './chain-columns.ts';
import { type ChainColumns, chooseColumns, priceCells } from './choose-columns.ts';
import type { ColumnSet } from './column-sets.ts';
import { type Heat, heatOf, heatOfCell } from './chain-heat.ts';
import type { StrikeMark } from '../chart/level-marks.ts';

/** What the table of strikes is drawn from. */
export interface ChainTableInput {
  width: number;
  /** Rows, that of the column names included. */
  height: number;
  listing: ChainListing;
  /** All strikes of the chain, which heat is measured against. */
  strikes: readonly StrikeRow[];
  spot: number | null;
  spotSource: Chain['underlyingPriceSource'];
  polledAt: number;
  scroll: ChainScroll;
  columns: ColumnSet;
  /** Prices that moved with the last poll; `null` while none is marked. */
  moves: ReadonlyMap<string, PriceMoves> | null;
  marks: ReadonlyMap<number, StrikeMark>;
  /** The contracts at the mark of a playback, by symbol; `null` where they are compared with none. */
  before?: ReadonlyMap<string, ContractBefore> | null;
}

/** Rows of the table that are not strikes. */
export const tableHeadRows = 1;

const moveBackground = { up: 'flashUp', down: 'flashDown' } as const;

interface Geometry {
  columns: ChainColumns;
  strikeWidth: number;
  /** The strike, with its root in front where the chain has two. */
  labelOf: (row: StrikeRow) => string;
}

function geometryOf(width: number, strikes: readonly StrikeRow[], set: ColumnSet): Geometry {
  const strikeDigits = strikeDecimals(strikes.map(({ strike }) => strike));
  const hasRoots = haveRoots(strikes);
  const labelOf = (row: StrikeRow) => `${hasRoots ? `${row.root} ` : ''}${row.strike.toFixed(strikeDigits)}`;
  const longest = strikes.reduce((max, row) => Math.max(max, labelOf(row).length), 3);
  const strikeWidth = longest + 6 + ((width - longest - 6) % 2);
  const columns = chooseColumns((width - strikeWidth) / 2, set, priceCells(strikes, set));
  return { columns, strikeWidth, labelOf };
}

function headLine({ columns, strikeWidth }: Geometry, sorted: string | undefined): Line {
  const names = (side: readonly ChainColumn[]) =>
    side.map((column): Span => {
      const isSorted = column.id === sorted;
      return [alignRight(`${isSorted ? '▾' : ''}${column.header}`, column.width), isSorted ? 'key' : 'faint'];
    });
  const margin = (label: string, isLeft: boolean): Span => {
    const shown = columns.margin > label.length ? label : '';
    return [isLeft ? shown.padEnd(columns.margin) : shown.padStart(columns.margin), 'title'];
  };
  const strike = 'strike'.slice(0, strikeWidth);
  const before = Math.floor((strikeWidth - strike.length) / 2);
  const after = strikeWidth - strike.length - before;
  return [
    margin('CALLS', true),
    ...names(columns.calls),
    [' '.repeat(before) + strike + ' '.repeat(after), 'faint'],
    ...names(columns.puts),
    margin('PUTS', false),
  ];
}

const areQuoted = remembered((strikes: readonly StrikeRow[]) =>
  hasQuotes(strikes.flatMap(({ call, put }) => [call, put].filter((contract) => contract !== null))),
);

interface RowContext {
  geometry: Geometry;
  spot: number | null;
  polledAt: number;
  isQuoted: boolean;
  heat: Heat;
  moves: ChainTableInput['moves'];
  marks: ChainTableInput['marks'];
  before: ReadonlyMap<string, ContractBefore> | null;
}

/** The number in the middle of its cells, and next to it the letters of the levels at that strike. */
function strikeText(strike: string, mark: StrikeMark | undefined, width: number): Line {
  const room = width - strike.length;
  const before = Math.ceil(room / 2);
  const after = room - before;
  if (!mark) return [[' '.repeat(before) + strike + ' '.repeat(after), 'strong']];
  const right = after > mark.right.length ? ` ${mark.right}` : mark.right;
  return [
    [`${mark.left.padStart(before - 1)} `, 'mark'],
    [strike, 'strong'],
    [right.padEnd(after), 'mark'],
  ];
}

function strikeLine(row: FilteredRow, context: RowContext, isSelected: boolean): Line {
  const { spot, polledAt, isQuoted, heat, moves, marks, before } = context;
  const { columns, strikeWidth, labelOf } = context.geometry;
  const isCallIn = spot !== null && row.strike < spot && row.out !== 'call';
  const isPutIn = spot !== null && row.strike > spot && row.out !== 'put';
  const behind = (isIn: boolean): Background | undefined => {
    if (isSelected) return 'selection';
    return isIn ? 'itm' : undefined;
  };
  const cells = (
    side: readonly ChainColumn[],
    contract: StrikeRow['call'],
    background: Background | undefined,
    isOut: boolean,
  ) =>
    side.map((column): Span => {
      if (isOut) return [' '.repeat(column.width), 'text', background];
      const was = contract ? before?.get(contract.symbol) : undefined;
      const { text, token } = columnCell(column, contract, polledAt, isQuoted, was);
      const move = contract && moves?.get(contract.symbol)?.[column.id as keyof PriceMoves];
      const behindCell = isSelected
        ? background
        : move
          ? moveBackground[move]
          : (heatOfCell(heat, column.id, contract) ?? background);
      return [alignRight(text, column.width), token, behindCell];
    });
  const margin = ' '.repeat(columns.margin);
  const strike = labelOf(row);
  // The heavier rule is on the side in the money, so that it can be seen without colours.
  const rule = (isIn: boolean): Span => [isIn ? '┃' : '│', isIn ? 'dim' : 'border', behind(false)];
  return [
    [margin, 'text', behind(isCallIn)],
    ...cells(columns.calls, row.call, behind(isCallIn), row.out === 'call'),
    rule(isCallIn),
    ...strikeText(strike, marks.get(row.strike), strikeWidth - 2).map(
      ([text, token]): Span => [text, token, behind(false)],
    ),
    rule(isPutIn),
    ...cells(columns.puts, row.put, behind(isPutIn), row.out === 'put'),
    [margin, 'text', behind(isPutIn)],
  ];
}

/**
 * Calls on the left, puts on the right, strikes between them: the column names, then as many rows as there is room
 * for.
 */
export function chainTableLines(input: ChainTableInput): Line[] {
  const { width, height, listing, strikes, spot, polledAt, scroll, moves, marks, before = null } = input;
  const geometry = geometryOf(width, strikes, input.columns);
  const isQuoted = areQuoted(strikes);
  const context: RowContext = {
    geometry,
    spot,
    polledAt,
    isQuoted,
    heat: heatOf(strikes),
    moves,
    marks,
    before,
  };
  const rows = visibleRows(rowsOf(listing), height - tableHeadRows, scroll).map((row) =>
    row.kind === 'spot' ? spotLine(input) : strikeLine(row.row, context, row.row.strike === scroll.selected),
  );
  return [headLine(geometry, sortColumns[listing.sort]), ...rows];
}
