/** The daemon's clock as it was when it said hello. */
export interface WorldAnchor {
  /** Its reading, epoch ms of the world on screen. */
  world: number;
  /** World milliseconds in one real millisecond. */
  speed: number;
  /** The real clock's reading at the same moment. */
  real: number;
}

/** The world's time at `real`, as the daemon's clock must be reading it; the real time before any hello. */
export function worldAt(anchor: WorldAnchor | null, real: number): number {
  return anchor ? anchor.world + (real - anchor.real) * anchor.speed : real;
}
