import type { Line, Span } from '../draw/line.ts';
import { alignRight } from '../draw/width.ts';
import { formatPrice } from '../present/number.ts';
import { type ChainView, visibleRows } from '../state/chain-view.ts';
import type { StrikeRow } from '../state/picture.ts';
import type { Background } from '../theme/tokens.ts';
import { type ChainColumn, type ChainColumns, chooseColumns, columnCell } from './chain-columns.ts';

export interface ChainTableInput {
  width: number;
  /** Rows, that of the column names included. */
  height: number;
  strikes: readonly StrikeRow[];
  spot: number | null;
  view: ChainView;
}

/** Rows of the table that are not strikes. */
export const tableHeadRows = 1;

interface Geometry {
  columns: ChainColumns;
  strikeWidth: number;
  strikeDigits: number;
}

/** Strikes with cents are rare, but then all of them show two. */
function geometryOf(width: number, strikes: readonly StrikeRow[]): Geometry {
  const strikeDigits = strikes.every((row) => Number.isInteger(row.strike)) ? 0 : 2;
  const longest = strikes.reduce((most, row) => Math.max(most, row.strike.toFixed(strikeDigits).length), 3);
  const strikeWidth = longest + 6 + ((width - longest - 6) % 2);
  return { columns: chooseColumns((width - strikeWidth) / 2), strikeWidth, strikeDigits };
}

function headLine({ columns, strikeWidth }: Geometry): Line {
  const names = (side: readonly ChainColumn[]) =>
    side.map((column): Span => [alignRight(column.header, column.width), 'faint']);
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

/** Between the two strikes around the spot. */
function spotLine(spot: number, width: number): Line {
  const label = ` ${formatPrice(spot)} `;
  const left = Math.floor((width - label.length) / 2);
  const right = width - label.length - left;
  const side = (name: string, cells: number, isLeft: boolean): Span[] => {
    const rule = '─'.repeat(Math.max(0, cells - name.length - 4));
    const parts: Span[] = [
      ['── ', 'atm'],
      [name, 'dim'],
      [` ${rule}`, 'atm'],
    ];
    return isLeft
      ? parts
      : [
          [`${rule} `, 'atm'],
          [name, 'dim'],
          [' ──', 'atm'],
        ];
  };
  return [...side('calls', left, true), [label, 'atm'], ...side('puts', right, false)];
}

function strikeLine(row: StrikeRow, geometry: Geometry, spot: number | null, isSelected: boolean): Line {
  const { columns, strikeWidth, strikeDigits } = geometry;
  const isCallIn = spot !== null && row.strike < spot;
  const isPutIn = spot !== null && row.strike > spot;
  const behind = (isIn: boolean): Background | undefined => {
    if (isSelected) return 'selection';
    return isIn ? 'itm' : undefined;
  };
  const cells = (
    side: readonly ChainColumn[],
    contract: StrikeRow['call'],
    background: Background | undefined,
  ) =>
    side.map((column): Span => {
      const { text, token } = columnCell(column, contract);
      return [alignRight(text, column.width), token, background];
    });
  const margin = ' '.repeat(columns.margin);
  const strike = row.strike.toFixed(strikeDigits);
  const room = strikeWidth - 2 - strike.length;
  const before = Math.ceil(room / 2);
  // The heavier rule is on the side that is in the money: it tells them apart without colours, too.
  const rule = (isIn: boolean): Span => [isIn ? '┃' : '│', isIn ? 'dim' : 'border', behind(false)];
  return [
    [margin, 'text', behind(isCallIn)],
    ...cells(columns.calls, row.call, behind(isCallIn)),
    rule(isCallIn),
    [' '.repeat(before) + strike + ' '.repeat(room - before), 'strong', behind(false)],
    rule(isPutIn),
    ...cells(columns.puts, row.put, behind(isPutIn)),
    [margin, 'text', behind(isPutIn)],
  ];
}

/** Calls on the left, puts on the right, strikes between them: the column names, then as many rows as there is room for. */
export function chainTableLines({ width, height, strikes, spot, view }: ChainTableInput): Line[] {
  const geometry = geometryOf(width, strikes);
  const rows = visibleRows({ strikes, spot }, height - tableHeadRows, view).map((row) =>
    row.kind === 'spot'
      ? spotLine(spot!, width)
      : strikeLine(row.row, geometry, spot, row.row.strike === view.selected),
  );
  return [headLine(geometry), ...rows];
}
