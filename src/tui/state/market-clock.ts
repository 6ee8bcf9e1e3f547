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

/** What a hello can be late by at most, in real ms: the daemon's thread and this one are busy while they start. */
const maxLateMs = 5000;

/**
 * The anchor after a reading of the daemon's clock was heard at `real`. Every reading is late when it is heard, the hello's
 * most of all, so that one ahead of the anchor is nearer to the daemon's clock. Without it the second on screen would change
 * after the values polled on it have come, which takes two frames instead of one.
 */
export function caughtUp(anchor: MarketClockAnchor, market: number, real: number): MarketClockAnchor {
  const lead = market - marketTimeAt(anchor, real);
  return lead > 0 && lead <= maxLateMs * anchor.speed ? { ...anchor, market, real } : anchor;
}
