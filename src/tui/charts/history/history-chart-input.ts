import type { Look } from '../../theme/painter.ts';
import type { History } from './history.ts';
import type { LevelSteps } from './level-steps.ts';
import { plotColumns } from '../line-chart.ts';
import type { ChartToken } from '../offscreen.ts';

export interface HistoryChartInput {
  width: number;
  height: number;
  /** Made for the cells that `plotCellsOf` gives. */
  history: History;
  previousClose: number | null;
  /** Of the session, made for the grid of `history`; drawn where the prices come near them. */
  levels: LevelSteps;
  token: ChartToken;
  look: Look;
}

/** Smallest cells that prices with volume below them make sense in. */
export const smallestHistory = { width: 30, height: 8 } as const;

/** A blank and a price: on both sides of the chart. `1,000.00` has room, too. */
export const gutterCells = 7;

export const axisWidth = 7;

/** Cells that are left for the time axis. */
export function plotCellsOf(width: number): number {
  return plotColumns(width - gutterCells, axisWidth);
}
