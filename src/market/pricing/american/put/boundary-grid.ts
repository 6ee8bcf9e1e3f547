import { cosineSquares, nodeCount, nodes, pointCount, pointWeights, sineSquares } from './boundary-nodes.ts';
import type { ExerciseWindow } from './put-windows.ts';

/** Points of an integral of interest over a stretch, as seen from a moment before its end. */
export interface PointGrid {
  /** Years from that moment to each point. */
  times: Float64Array;
  /** Their square roots. */
  roots: Float64Array;
  /** What a point counts: interest, discounted to that moment. */
  weights: Float64Array;
}

/** Of a stretch's own points, as seen from one of its nodes. */
export interface OwnGrid extends PointGrid {
  /** Years from each point to expiry. */
  taus: Float64Array;
}

/** All that the boundary of a stretch is solved with and that no volatility changes. */
export interface BoundaryGrid extends ExerciseWindow {
  /** Years to expiry of the nodes. */
  taus: Float64Array;
  /** By node. */
  own: readonly OwnGrid[];
  /** By node, of each stretch nearer to expiry. */
  earlier: readonly (readonly PointGrid[])[];
}

export function boundaryGrid(
  window: ExerciseWindow,
  rate: number,
  known: readonly ExerciseWindow[],
): BoundaryGrid {
  const { from, to } = window;
  const taus = nodes.map((node) => from + (to - from) * node * node);
  return {
    ...window,
    taus,
    own: Array.from({ length: nodeCount }, (_, node) => {
      const part = { from, to: taus[node]! };
      return { ...pointGrid(part, 0, rate), taus: tausAtPoints(part) };
    }),
    earlier: Array.from(taus, (tau) => known.map((one) => pointGrid(one, tau - one.to, rate))),
  };
}

/** The points of a stretch whose end is so many years away. */
export function pointGrid({ from, to }: ExerciseWindow, soonest: number, rate: number): PointGrid {
  const length = to - from;
  const grid = {
    times: new Float64Array(pointCount),
    roots: new Float64Array(pointCount),
    weights: new Float64Array(pointCount),
  };
  for (let point = 0; point < pointCount; point++) {
    const time = soonest + length * sineSquares[point]!;
    grid.times[point] = time;
    grid.roots[point] = Math.sqrt(time);
    grid.weights[point] = rate * length * pointWeights[point]! * Math.exp(-rate * time);
  }
  return grid;
}

/** Years to expiry of the points of a stretch. */
export function tausAtPoints({ from, to }: ExerciseWindow): Float64Array {
  return cosineSquares.map((cosineSquare) => from + (to - from) * cosineSquare);
}
