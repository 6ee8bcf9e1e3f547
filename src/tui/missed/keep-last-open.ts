import type { Clock } from '../../base/clock.ts';
import { isPlaybackOnly } from '../state/playback/playback-selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** When a dashboard of this recording was open last (epoch ms of the market), and where to note it for the next one. */
export interface KeptLastOpen {
  at: number | null;
  keep(at: number): void;
}

/** Real milliseconds between two notes: what a kill may lose. */
const everyMs = 60_000;

/** Up to when the user can have seen what happened: no further than the connection lasted. `null` before the first picture. */
export function seenUntil(state: DashboardState): number | null {
  if (state.anchor === null || isPlaybackOnly(state)) return null;
  return state.connection.lostAt ?? state.now.market;
}

/** Notes now and then, and at the end, that the dashboard is open. Returns the function that ends it. */
export function keepLastOpen(store: Store, { keep }: KeptLastOpen, clock: Clock): () => void {
  const note = () => {
    const at = seenUntil(store.getState());
    if (at !== null) keep(Math.floor(at));
  };
  let cancel = () => {};
  const again = () => {
    cancel = clock.after(everyMs, () => {
      note();
      again();
    });
  };
  again();
  return () => {
    cancel();
    note();
  };
}
