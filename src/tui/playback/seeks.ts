import type { Connection } from '../../protocol/connection/connection.ts';
import type { Seek } from '../state/playback/playback.ts';
import { shownPlayback, shownSubscription } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** What the next seek starts from: the one on its way, or what is shown. */
export function seekFrom(state: DashboardState): Seek {
  const playback = shownPlayback(state);
  if (playback?.seeking) return playback.seeking;
  const { symbol, expiration } = shownSubscription(state);
  const { speed = 1, isPaused = true } = playback?.state ?? {};
  const named = expiration === null ? {} : { expiration };
  return { symbol, ...named, at: playback?.now ?? state.now.market, speed, paused: isPaused };
}

/**
 * Sends seeks one after the other: of those asked for while one is on its way only the newest is sent, so that a key that is
 * held down queues nothing.
 */
export function createSeeks(connection: Pick<Connection, 'subscribe'>, store: Store) {
  let next: Seek | null = null;
  let running: Promise<void> | null = null;
  let isClosed = false;

  const run = async () => {
    try {
      while (next) {
        const { expiration, at, ...params } = next;
        next = null;
        await connection.subscribe({
          ...params,
          ...(expiration !== undefined && { expiration }),
          ...(at !== undefined && { at }),
        });
      }
    } catch (thrown) {
      if (!isClosed) throw thrown;
    } finally {
      next = null;
      running = null;
      if (!isClosed) store.dispatch({ type: 'playback-seeking', seek: null });
    }
  };
  return {
    /**
     * Resolves once the newest seek has been answered.
     * @throws SpyglassError the daemon's reason; nothing has changed then
     */
    async seek(change: Partial<Seek>): Promise<void> {
      next = { ...seekFrom(store.getState()), ...change };
      store.dispatch({ type: 'playback-seeking', seek: next });
      running ??= run();
      await running;
    },
    /** What a seek under way comes to is no longer of interest. */
    close() {
      isClosed = true;
    },
  };
}
