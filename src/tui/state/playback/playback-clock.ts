import type { PlaybackState } from '../../../protocol/playback.ts';
import { type MarketClockAnchor, marketTimeAt } from '../market-clock.ts';
import { firstAfter, type Playback } from './playback.ts';

/** The clock of a playback that stood at `at` at the real time `real`. As fast as can be, only events move it. */
export function playbackAnchor(
  { speed, isPaused }: Pick<PlaybackState, 'speed' | 'isPaused'>,
  at: number,
  real: number,
): MarketClockAnchor {
  return { market: at, real, speed: isPaused || speed === 'max' ? 0 : speed };
}

/**
 * The instant that is shown at the real time `real`. It stops before the next poll until that has arrived: at the poll's
 * own time the picture before it would be wrong.
 */
export function playbackNow({ anchor, session, state }: Playback, real: number): number {
  const now = Math.floor(marketTimeAt(anchor, real));
  const next = state && session?.date === state.date ? firstAfter(session.polls, anchor.market) : null;
  return next === null ? now : Math.min(now, Math.max(anchor.market, next - 1));
}
