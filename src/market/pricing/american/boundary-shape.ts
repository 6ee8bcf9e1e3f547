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
