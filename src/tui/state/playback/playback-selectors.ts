import type { PlaybackGap } from '../../../protocol/playback.ts';
import { shownPlayback } from '../selectors.ts';
import type { DashboardState } from '../state.ts';

/**
 * What was not recorded at the instant that is shown; `null` where something was, and outside of a playback. The daemon says
 * so with each poll, and in a gap there is none: the outline, which is about the nearest chain, knows where one begins.
 */
export function missingNow(state: DashboardState): PlaybackGap | null {
  const playback = shownPlayback(state);
  if (!playback?.state) return null;
  const { state: place, session, picture, now } = playback;
  const isOutlined = session?.date === place.date && picture.subscription?.expiration === null;
  const gaps = [...(place.missing ? [place.missing] : []), ...(isOutlined ? session.gaps : [])];
  return gaps.find(({ from, to }) => from <= now && (to === null || now < to)) ?? null;
}

/** The same, on a screen with something of a chain: the coverage says itself what is missing, and calls are not recorded. */
export function missingOnScreen(state: DashboardState): PlaybackGap | null {
  const { screen } = state.ui;
  return screen === 'usage' || screen === 'store' ? null : missingNow(state);
}

/** Whether the daemon plays recordings only: there is no market as it is to go back to. */
export function isPlaybackOnly({ connection }: Pick<DashboardState, 'connection'>): boolean {
  return connection.hello?.isPlaybackOnly === true;
}
