/** The daemon's clock as it was when it said hello. */
export interface MarketClockAnchor {
  /** Its reading, epoch ms of the market on screen. */
  market: number;
  /** Market milliseconds in one real millisecond. */
  speed: number;
  /** The real clock's reading at the same moment. */
  real: number;
}

/** The market time at `real`, by the daemon's clock; before any hello, `real` itself. */
export function marketTimeAt(anchor: MarketClockAnchor | null, real: number): number {
  return anchor ? anchor.market + (real - anchor.real) * anchor.speed : real;
}
