import type { Connection } from '../../protocol/connection/connection.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import { isPlaybackOnly } from '../state/playback/playback-selectors.ts';
import type { Store } from '../state/store.ts';
import type { PlaybackControls } from './playback-controls.ts';

/** The playback that a dashboard begins with, as `subscribe` takes it. */
export type FirstPlayback = Pick<MethodParams<'subscribe'>, 'at' | 'speed' | 'paused'>;

/** What a first playback is begun on. */
export interface FirstPlaybackOptions {
  connection: Connection;
  store: Store;
  controls: PlaybackControls | null;
  /** Begun beside the market as it is, once that is known. Whoever plays only has been asked for it already. */
  first?: FirstPlayback | undefined;
}

/**
 * Shows what a daemon plays that plays recordings only, on the connection that there is; else begins the first playback, where
 * one is wanted.
 * @returns the function that ends waiting for either
 */
export function beginPlayback({ connection, store, controls, first }: FirstPlaybackOptions): () => void {
  const stopAttaching = connection.onState(() => {
    if (isPlaybackOnly(store.getState()) && store.getState().playback === null) controls?.attach(connection);
  });
  const stopEntering = first && controls ? enterOnce(store, controls, first) : () => {};
  return () => {
    stopAttaching();
    stopEntering();
  };
}

function enterOnce(store: Store, controls: PlaybackControls, { at, ...pace }: FirstPlayback): () => void {
  const stop = store.subscribe(() => {
    const state = store.getState();
    if (state.picture.subscription === null) return;
    stop();
    if (!isPlaybackOnly(state)) void controls.enter(at ?? null, pace);
  });
  return stop;
}
