import { tausAtPoints } from './boundary-grid.ts';
import { interpolation, nodeCount } from './boundary-nodes.ts';
import type { ExerciseWindow } from './put-windows.ts';

/** Below this a boundary is so far down that nothing comes of it. */
export const smallestShape = 1e-200;

/** ln B/K of a shape, which is e^(−(ln B/K)² / (2 σ² τ)), at τ years to expiry. */
export function logOfShape(shape: number, tau: number, volatility: number): number {
  const bounded = shape > smallestShape ? (shape < 1 ? shape : 1) : smallestShape;
  return -volatility * Math.sqrt(-2 * tau * Math.log(bounded));
}

/** Fills in the shapes of boundaries at several times to expiry. */
export function fillShape(
  { taus, logs, shape }: { taus: Float64Array; logs: Float64Array; shape: Float64Array },
  volatility: number,
): void {
  for (let node = 0; node < shape.length; node++) {
    shape[node] = Math.exp(-(logs[node]! ** 2) / (2 * volatility ** 2 * taus[node]!));
  }
}

/** How the shape at each node changes with its logarithm, but for 1/σ². */
export function shapeChanges({
  taus,
  logs,
  shape,
}: {
  taus: Float64Array;
  logs: Float64Array;
  shape: Float64Array;
}): Float64Array {
  return shape.map((value, node) => (value * logs[node]!) / taus[node]!);
}

/** ln B/K at the points of an integral over a stretch. */
export function logsAtPoints(window: ExerciseWindow, shape: Float64Array, volatility: number): Float64Array {
  return tausAtPoints(window).map((tau, point) => {
    let value = 0;
    for (let node = 0; node < nodeCount; node++)
      value += interpolation[point * nodeCount + node]! * shape[node]!;
    return logOfShape(value, tau, volatility);
  });
}
