/**
 * The value at `x` on the straight line between the two points around it (given in ascending order of x); `null`
 * outside them, since nothing is known there.
 */
export function interpolated(points: readonly { x: number; y: number }[], x: number): number | null {
  const above = points.findIndex((point) => point.x >= x);
  const high = points[above];
  if (!high) return null;
  if (high.x === x) return high.y;
  const low = points[above - 1];
  if (!low) return null;
  return low.y + ((high.y - low.y) * (x - low.x)) / (high.x - low.x);
}

/** Places in the listing from the strike below to the one above: two that have no value may lie between them. */
const widestBracket = 3;

/**
 * As `interpolated`, of strikes some of which have no value (`null`); `null` too where those with one are too far apart
 * to speak for what lies between.
 */
export function interpolatedNear(
  points: readonly { x: number; y: number | null }[],
  x: number,
): number | null {
  const above = points.findIndex((point) => point.x >= x && point.y !== null);
  const high = points[above];
  if (!high || high.y === null) return null;
  if (high.x === x) return high.y;
  const below = points.findLastIndex((point, index) => index < above && point.y !== null);
  const low = points[below];
  if (!low || low.y === null || above - below > widestBracket) return null;
  return low.y + ((high.y - low.y) * (x - low.x)) / (high.x - low.x);
}
