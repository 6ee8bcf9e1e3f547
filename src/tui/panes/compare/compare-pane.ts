import { boxFrameColumns, drawBox } from '../../render/box.ts';
import { fitLine, type Line } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import type { Rect } from '../../layout/rect.ts';
import { shortAge } from '../../present/freshness-text.ts';
import { formatAge } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { RecordedRow } from '../../state/recorded-rows.ts';
import { type BoxLabels, pickLabels, titleToken } from '../frame/title.ts';
import {
  cellOf,
  columns,
  type CompareColumn,
  columnsFor,
  tighterAge,
  type CompareTerms,
  shortExpiry,
  usedBar,
  usedBarCells,
} from './compare-columns.ts';

/** What the comparison of the recorded symbols is drawn from. */
export interface ComparePaneInput extends Omit<CompareTerms, 'phase'> {
  rect: Rect;
  isFocused: boolean;
  rows: readonly RecordedRow[];
}

const usualAge = 10;

interface Table {
  nameCells: number;
  ageCells: number;
  shown: readonly CompareColumn[];
  hasBar: boolean;
}

/** The expiration that all rows have, in a word; `null` where they differ. */
function commonExpiry({ rows, ...terms }: ComparePaneInput): string | null {
  const kinds = new Set(
    rows.flatMap(({ levels, phase }) => (levels ? [shortExpiry(levels, { ...terms, phase })] : [])),
  );
  const [kind] = kinds;
  return kinds.size === 1 ? kind! : null;
}

function tableOf(input: ComparePaneInput, width: number): Table {
  const nameCells = 2 + Math.max(...input.rows.map(({ symbol }) => textWidth(symbol)));
  const room = width - nameCells - usualAge;
  const { shown, isTight } = columnsFor(room, commonExpiry(input) !== null);
  const used = shown.reduce((sum, { cells }) => sum + cells, 0);
  const ageCells = isTight ? usualAge - tighterAge : usualAge;
  return { nameCells, ageCells, shown, hasBar: room - used >= usedBarCells };
}

function headLine({ nameCells, ageCells, shown, hasBar }: Table): Line {
  return [
    [' '.repeat(nameCells), 'faint'],
    ...shown.flatMap((column): Line => {
      const bar = hasBar && column === columns.used ? ' '.repeat(usedBarCells) : '';
      return [[`${alignRight(column.head, column.cells)}${bar}`, 'faint']];
    }),
    [alignRight('age', ageCells), 'faint'],
  ];
}

function rowLine(row: RecordedRow, table: Table, input: ComparePaneInput): Line {
  const { nameCells, ageCells, shown, hasBar } = table;
  const { symbol, levels, levelsAge, chainGivenUp, chainError, isActive, phase } = row;
  const name: Line = [
    [isActive ? '▸ ' : '  ', 'accent'],
    [alignLeft(symbol, nameCells - 2), isActive ? 'strong' : 'text'],
  ];
  if (!levels || !levelsAge) {
    if (chainGivenUp !== null) return [...name, [`  ${upstreamText(chainGivenUp)}`, 'warning']];
    const why: Line = chainError
      ? [
          [': ', 'dim'],
          [upstreamText(chainError), 'warning'],
        ]
      : [];
    return [...name, ['  no levels yet', 'dim'], ...why];
  }
  const { freshness, stale } = levelsAge;
  const values = shown.flatMap((column): Line => {
    const cell = cellOf(column, levels, { ...input, phase });
    return hasBar && column === columns.used ? [cell, ...usedBar(levels)] : [cell];
  });
  const drawn: Line = stale ? values.map(([text]) => [text, 'stale'] as const) : values;
  const age = stale ? `!${formatAge(stale.ageMs)}` : shortAge(freshness, input.now);
  return [...name, ...drawn, [alignRight(age, ageCells), stale ? 'warning' : 'dim']];
}

/** Levels of two versions of the model do not compare: then the border says so. */
function versionLabels({ rows, isFocused }: ComparePaneInput, title: string): BoxLabels[] {
  const versions = [...new Set(rows.flatMap(({ levels }) => levels?.modelVersion ?? []))].sort(
    (a, b) => a - b,
  );
  if (versions.length < 2) return [];
  const status: Line = [[`models ${versions.join(' and ')} do not compare`, 'warning']];
  return [{ title: [[title, titleToken(isFocused)]], status }];
}

const isInBox = ({ rect, rows }: Pick<ComparePaneInput, 'rect' | 'rows'>) => rect.height >= rows.length + 3;

/** The symbol whose line stands in that row of the terminal; `null` where none does. */
export function comparedSymbolAt(
  input: Pick<ComparePaneInput, 'rect' | 'rows'>,
  terminalRow: number,
): string | null {
  const first = input.rect.y + (isInBox(input) ? 2 : 1);
  return input.rows[terminalRow - first]?.symbol ?? null;
}

/**
 * The levels of every recorded symbol, a line each, with the age of its own poll: in a box, or as plain lines where the
 * pane has no room for one.
 */
export function comparePaneLines(input: ComparePaneInput): Line[] {
  const { rect, rows, isFocused, weight } = input;
  const isBoxed = isInBox(input);
  const width = isBoxed ? rect.width - boxFrameColumns : rect.width - 2;
  const table = tableOf(input, width);
  const lines = [headLine(table), ...rows.map((row) => rowLine(row, table, input))];
  if (!isBoxed) return lines.slice(0, rect.height).map((line) => fitLine([[' '], ...line], rect.width));
  const by = weight === 'volume' ? 'by volume' : 'by open interest';
  const expiry = commonExpiry(input);
  const title = expiry === null ? 'Recorded symbols' : `Recorded symbols · ${expiry}`;
  const labels = pickLabels(rect.width, [
    ...versionLabels(input, title),
    { title: [[title, titleToken(isFocused)]], status: [[`${by} · each line as of its own poll`, 'dim']] },
    { title: [[title, titleToken(isFocused)]], status: [[by, 'dim']] },
  ]);
  return drawBox({ width: rect.width, height: rect.height, isFocused, ...labels, body: lines });
}
