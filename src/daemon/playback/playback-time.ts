import type { Clock } from '../../base/clock.ts';
import type { PlaybackSpeed } from '../../protocol/playback.ts';

/** From one recorded day to the next nobody waits longer than this for an event, in real milliseconds. */
const betweenSessionsMs = 1000;
/** Events that are less apart are waited for all the same. */
const shortPauseMs = 15 * 60_000;

/** How fast the instant of a playback moves. */
export interface Pace {
  speed: PlaybackSpeed;
  isPaused: boolean;
}

/** The instant of a playback. Epoch ms. */
export interface PlaybackTime {
  pace: Pace;
  /** The instant now: it moves while the playback is not paused. */
  at(): number;
  showAt(market: number): void;
  /**
   * Waits until an event is due, and where what is recorded of a day is over, no longer than a moment. Resolves early when
   * the signal aborts.
   */
  waitUntil(due: number, signal: AbortSignal, isOver: boolean): Promise<void>;
}

/** @returns a playback's time, paused at the beginning of all time */
export function createPlaybackTime(clock: Clock): PlaybackTime {
  /** An instant of the market, and the real time at which it was shown. */
  let anchor = { market: 0, real: 0 };
  const time: PlaybackTime = {
    pace: { speed: 1, isPaused: true },
    at() {
      const { speed, isPaused } = time.pace;
      if (isPaused || speed === 'max') return anchor.market;
      return Math.floor(anchor.market + (clock.monotonic() - anchor.real) * speed);
    },
    showAt(market) {
      anchor = { market, real: clock.monotonic() };
    },
    async waitUntil(due, signal, isOver) {
      const { speed } = time.pace;
      if (speed === 'max') return time.showAt(due);
      const now = time.at();
      if (due - now > shortPauseMs && isOver) {
        await clock.sleep(betweenSessionsMs * clock.speed, signal);
        return time.showAt(due);
      }
      if (due > now) await clock.sleep(((due - now) / speed) * clock.speed, signal);
    },
  };
  return time;
}
