import type { PlaybackSession } from '../../../protocol/playback.ts';
import type { DashboardState } from '../state.ts';
import type { Playback } from './playback.ts';

/** What the scrub bar shows. Instants are epoch ms. */
export interface Scrub {
  session: PlaybackSession | null;
  /** Whether the session is known, or that there is none. */
  isOutlined: boolean;
  /** Where the seek on its way leads, else the instant that is shown. */
  now: number;
  /** The market's own instant. */
  until: number;
  mark: number | null;
}

/** The market's own instant to the minute: a scrub bar that it ends is drawn anew only then. */
export function marketNow({ now }: DashboardState): number {
  return Math.floor(now.market / 60_000) * 60_000;
}

/** The session that is shown, and the place in it. */
export function scrubInput(playback: Playback | null, until: number): Scrub {
  const now = playback?.seeking?.at ?? playback?.now ?? until;
  return {
    session: playback?.session ?? null,
    isOutlined: (playback?.outlined ?? null) === (playback?.state?.date ?? null),
    now,
    until: Math.max(until, now),
    mark: playback?.mark?.at ?? null,
  };
}
