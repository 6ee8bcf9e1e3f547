import { type BoundaryGrid, boundaryGrid } from './boundary-grid.ts';
import { pointCount } from './boundary-nodes.ts';
import { chebyshevPlaces, chebyshevWeights } from '../chebyshev.ts';
import { type WindowBoundary, windowBoundary } from './put-boundary.ts';
import type { ExerciseWindow } from './put-windows.ts';
import type { StrikeCell } from './strike-cells.ts';

// Boundaries are solved for at a few volatilities and strikes, once there is need of them, and interpolated between: the
// price of a put changes by less than a thousandth of a cent, next to a strike at which a window begins by less than half
// a cent. Volatilities are cut into cells of fixed ends, strikes by `strikeCells`, so that a value is the same whatever
// was asked for before.

/** Where a cell of volatilities begins, and how many times that it ends at. */
const [lowest, ratio] = [0.03, 10 / 3];
const half = Math.log(ratio) / 2;
const volatilityPlaces = chebyshevPlaces(6);
const strikePlaces = chebyshevPlaces(5);
const acrossVolatilities = chebyshevWeights(volatilityPlaces);
const acrossStrikes = chebyshevWeights(strikePlaces);

/** Values of one window: at its end, and at each point. */
export const stride = pointCount + 1;

/** ln B/K over the volatility, which changes little with it: by volatility, window, and place in the window. */
type Rows = Float64Array;

/** ln B/K of each window, the one next to expiry first: at its end, and at each point of the integral over it. */
export interface BoundaryValues {
  values: Float64Array;
  /** How they change with the volatility. */
  slopes: Float64Array;
}

/** Which cell of volatilities one is in. */
export function volatilityCell(volatility: number): number {
  return Math.floor(Math.log(volatility / lowest) / (2 * half));
}

const middleOf = (cell: number) => Math.log(lowest) + (2 * cell + 1) * half;
const volatilitiesOf = (cell: number) =>
  Array.from(volatilityPlaces, (place) => Math.exp(middleOf(cell) + half * place));

/** The boundaries at a volatility of a cell. */
export function valuesAt(rows: Rows, cell: number, volatility: number): BoundaryValues {
  const { weights, slopes: turns } = acrossVolatilities((Math.log(volatility) - middleOf(cell)) / half);
  const length = rows.length / weights.length;
  const [values, slopes] = [new Float64Array(length), new Float64Array(length)];
  for (let row = 0, at = 0; row < weights.length; row++) {
    const weight = weights[row]! * volatility;
    const slope = weights[row]! + turns[row]! / half;
    for (let index = 0; index < length; index++, at++) {
      values[index]! += weight * rows[at]!;
      slopes[index]! += slope * rows[at]!;
    }
  }
  return { values, slopes };
}

/** The boundary of the window next to expiry, which all strikes share. */
export function firstRows(window: ExerciseWindow, rate: number, cell: number): Rows {
  const grid = boundaryGrid(window, rate, []);
  const rows = new Float64Array(volatilityPlaces.length * stride);
  for (const [row, volatility] of volatilitiesOf(cell).entries()) {
    put(rows, row * stride, windowBoundary(grid, { volatility, rate }, []), volatility);
  }
  return rows;
}

interface StrikeRows {
  rows: Rows;
  /** Those at the nodes, by volatility and window, to begin with at the next strike. */
  near: Float64Array[][];
}

/** What the later windows of one strike are solved with. */
export function laterGrids(windows: readonly ExerciseWindow[], rate: number): BoundaryGrid[] {
  return windows.slice(1).map((window, index) => boundaryGrid(window, rate, windows.slice(0, index + 1)));
}

/** All windows at the strikes of a cell; `gridsAt` gives the grids of the later ones at each of the strikes. */
export function cellRows(
  first: Rows,
  grids: readonly (readonly BoundaryGrid[])[],
  rate: number,
  cell: number,
): Rows[] {
  let near: Float64Array[][] = [];
  return grids.map((ofStrike) => {
    const solved = strikeRows(first, ofStrike, rate, cell, near);
    near = solved.near;
    return solved.rows;
  });
}

/** Of one strike, given those of the first window and those at the nodes of the strike before. */
function strikeRows(
  first: Rows,
  grids: readonly BoundaryGrid[],
  rate: number,
  cell: number,
  before: readonly Float64Array[][],
): StrikeRows {
  const length = (grids.length + 1) * stride;
  const rows = new Float64Array(volatilityPlaces.length * length);
  const near: Float64Array[][] = [];
  for (const [row, volatility] of volatilitiesOf(cell).entries()) {
    const ofFirst = first.subarray(row * stride, (row + 1) * stride);
    rows.set(ofFirst, row * length);
    const logs = ofFirst.map((value) => value * volatility);
    const boundaries: WindowBoundary[] = [{ last: logs[0]!, logs: logs.subarray(1) }];
    const begin = before[row] ?? near.at(-1);
    const atNodes: Float64Array[] = [];
    for (const [index, grid] of grids.entries()) {
      const solved = windowBoundary(grid, { volatility, rate }, boundaries, begin?.[index] ?? null);
      boundaries.push(solved);
      atNodes.push(solved.atNodes.map((log) => log / volatility));
      put(rows, row * length + (index + 1) * stride, solved, volatility);
    }
    near.push(atNodes);
  }
  return { rows, near };
}

function put(rows: Rows, at: number, { last, logs }: WindowBoundary, volatility: number): void {
  rows[at] = last / volatility;
  for (let point = 0; point < pointCount; point++) rows[at + 1 + point] = logs[point]! / volatility;
}

/** The strikes of a cell that are solved for: the reciprocal of the strike runs evenly. */
export function strikesOf({ low, high }: StrikeCell): number[] {
  return Array.from(strikePlaces, (place) => 2 / (1 / low + 1 / high + (1 / low - 1 / high) * place));
}

/** A strike between those of a cell. */
export function rowsAt(ofCell: readonly Rows[], { low, high }: StrikeCell, strike: number): Rows {
  const { weights } = acrossStrikes((2 / strike - 1 / low - 1 / high) / (1 / low - 1 / high));
  const rows = new Float64Array(ofCell[0]!.length);
  for (const [node, values] of ofCell.entries()) {
    const weight = weights[node]!;
    for (let at = 0; at < rows.length; at++) rows[at]! += weight * values[at]!;
  }
  return rows;
}
