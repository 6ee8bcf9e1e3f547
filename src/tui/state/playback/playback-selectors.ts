import type { PlaybackGap } from '../../../protocol/playback.ts';
import { shownPlayback } from '../selectors.ts';
import type { DashboardState } from '../state.ts';

/** What was not recorded at the instant that is shown; `null` where something was, and outside of a playback. */
export function missingNow(state: DashboardState): PlaybackGap | null {
  return shownPlayback(state)?.state?.missing ?? null;
}

/** Whether the daemon plays recordings only: there is no market as it is to go back to. */
export function isPlaybackOnly({ connection }: Pick<DashboardState, 'connection'>): boolean {
  return connection.hello?.isPlaybackOnly === true;
}
