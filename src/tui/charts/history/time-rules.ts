import { type Cell, isBlank, putText } from '../../render/cells.ts';
import type { Shade, TimeMark } from './history.ts';

/** Which column a slot is in. */
export interface TimeAxis {
  columnOf: (slot: number) => number;
  /** First column behind the chart. */
  right: number;
}

const ruleCharacters = { thin: '┊', thick: '│' } as const;

/** Lines where a day, a week or a month begins, behind everything else. */
export function drawRules(rows: Cell[][], marks: readonly TimeMark[], { columnOf, right }: TimeAxis): void {
  for (const { slot, rule } of marks) {
    if (rule === 'none') continue;
    const column = columnOf(slot);
    if (column < right) putBehind(rows, column, ruleCharacters[rule]);
  }
}

function putBehind(rows: Cell[][], column: number, character: string): void {
  for (const row of rows) {
    if (isBlank(row[column])) putText(row, column, character, 'chartAxis');
  }
}

/** Blanks that keep two labels apart. */
const minGap = 2;

/** Names under their places, as many as fit without touching. */
export function drawTimeLabels(
  row: Cell[] | undefined,
  marks: readonly TimeMark[],
  { columnOf, right }: TimeAxis,
): void {
  let free = 0;
  for (const { slot, label } of marks) {
    const column = columnOf(slot);
    if (!row || column < free || column + label.length > right) continue;
    putText(row, column, label, 'chartText');
    free = column + label.length + minGap;
  }
}

/** Writes the name into the first row with room for one of its forms. */
function nameShade(rows: Cell[][], from: number, end: number, labels: readonly string[]): void {
  for (const label of labels) {
    const to = from + label.length;
    const row = rows.find((cells) => to <= end && cells.slice(from, to).every((cell) => isBlank(cell)));
    if (!row) continue;
    putText(row, from, label, 'faint');
    return;
  }
}

/** Hours outside the session: another background, and a name at the top for terminals that do not show it. */
export function shadeColumns(rows: Cell[][], shades: readonly Shade[], { columnOf, right }: TimeAxis): void {
  for (const { from, to, labels } of shades) {
    const first = columnOf(from);
    const end = Math.min(right, columnOf(to) + 1);
    const isAtStart = from === 0;
    putBehind(rows, isAtStart ? end - 1 : first, ruleCharacters.thin);
    const inner = isAtStart ? first : first + 1;
    nameShade(rows, inner, end, labels);
    for (const row of rows) {
      for (let column = first; column < end; column++) {
        const cell = row[column];
        if (cell) row[column] = { ...cell, background: 'band' };
      }
    }
  }
}
