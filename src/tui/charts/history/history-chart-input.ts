import type { Look } from '../../theme/painter.ts';
import type { History } from './history.ts';
import type { LevelSteps } from './level-steps.ts';
import { plotColumns } from '../line-chart.ts';
import type { ChartToken } from '../offscreen.ts';

/** What the chart of a day or of several days is drawn from. */
export interface HistoryChartInput {
  width: number;
  height: number;
  /** Made for the cells that `plotCellsOf` gives. */
  history: History;
  previousClose: number | null;
  /** Levels of the session on the grid of `history`; those near the prices are drawn. */
  levels: LevelSteps;
  token: ChartToken;
  look: Look;
}

/** Smallest size in cells in which prices and volume can be read. */
export const smallestHistory = { width: 30, height: 8 } as const;

/** A blank and a price: on both sides of the chart. `1,000.00` has room, too. */
export const gutterCells = 7;

export const axisWidth = 7;

/** Cells that are left for the time axis. */
export function plotCellsOf(width: number): number {
  return plotColumns(width - gutterCells, axisWidth);
}
