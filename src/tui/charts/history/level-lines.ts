import { type Cell, isBlank, putText } from '../../render/cells.ts';
import type { LevelLine, LevelSteps } from './level-steps.ts';

/** Where slots and prices are drawn. */
export interface LevelPlace {
  columnOf: (slot: number) => number;
  /** `null` where the axis does not reach the price. */
  rowOf: (price: number) => number | null;
  /** First column behind the chart. */
  right: number;
}

/** All prices of all levels. */
export function levelPrices({ lines }: LevelSteps): number[] {
  return [...new Set(lines.flatMap(({ values }) => values.filter((price) => Number.isFinite(price))))];
}

/** A step of at least so many rows gets a line between its two heights, so that it can be followed. */
const smallestRiser = 2;

/** Whether the step between two prices is large enough for a line. */
export function isRiser(before: number, price: number, rowOf: LevelPlace['rowOf']): boolean {
  const from = rowOf(before);
  const to = rowOf(price);
  return from !== to && (from === null || to === null || Math.abs(to - from) >= smallestRiser);
}

/**
 * Steps as dashes: `on` slots drawn, `off` left out, begun anew behind a break and behind a step that has a line of its
 * own, so that a short stretch is seen. No dash leads over such a step. Only what the axis reaches.
 */
export function dashedSteps(
  values: readonly number[],
  { on, off }: { on: number; off: number },
  rowOf: LevelPlace['rowOf'],
): number[] {
  const drawn: number[] = [];
  let slotsSinceBreak = 0;
  for (const [slot, price] of values.entries()) {
    const before = values[slot - 1] ?? Number.NaN;
    const isStep = Number.isFinite(before) && isRiser(before, price, rowOf);
    if (isStep || !Number.isFinite(price)) slotsSinceBreak = 0;
    const wouldLead = isStep && Number.isFinite(drawn.at(-1));
    const isOn = Number.isFinite(price) && !wouldLead && slotsSinceBreak++ % (on + off) < on;
    drawn.push(isOn && rowOf(price) !== null ? price : Number.NaN);
  }
  return drawn;
}

/** Dotted lines where a level moves, behind everything else. */
export function drawRisers(rows: Cell[][], { lines }: LevelSteps, { columnOf, rowOf }: LevelPlace): void {
  for (const { values } of lines) {
    for (const [slot, price] of values.entries()) {
      const before = values[slot - 1] ?? Number.NaN;
      if (price === before || !Number.isFinite(price) || !Number.isFinite(before)) continue;
      const beyond = (towards: number) => (towards > 0 ? -1 : rows.length);
      const to = rowOf(price) ?? beyond(price - before);
      const from = rowOf(before) ?? beyond(before - price);
      if (!isRiser(before, price, rowOf)) continue;
      const column = columnOf(slot);
      for (let row = Math.min(to, from) + 1; row < Math.max(to, from); row++) {
        if (isBlank(rows[row]?.[column])) putText(rows[row]!, column, '┊', 'chartLevel');
      }
    }
  }
}

/** How many columns after its end a name may be written, if the place is taken. */
const farthest = 12;

/** Writes the names of past levels where they end, unless that hides something.
 * @returns the levels that found no place */
export function nameEnds(rows: Cell[][], { lines }: LevelSteps, place: LevelPlace): LevelLine[] {
  return lines.filter((line) => {
    if (line.isCurrent) return false;
    const slot = line.values.findLastIndex((price) => Number.isFinite(price));
    const at = place.rowOf(line.values[slot]!);
    // Its prices lie outside the axis, so there is no line to name.
    if (at === null) return false;
    const row = rows[at] ?? [];
    const first = place.columnOf(slot) + 1;
    for (let column = first; column <= first + farthest; column++) {
      const end = column + line.label.length + 2;
      if (end > place.right || !row.slice(column, end).every((cell) => isBlank(cell))) continue;
      putText(row, column + 1, line.label, 'chartLevel');
      return false;
    }
    return true;
  });
}
