import type { Clock } from '../../base/clock.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { DaemonEvent } from '../../protocol/connection/link-messages.ts';
import type { PlaybackProblem, PlaybackState } from '../../protocol/playback.ts';
import { type Gathered, gather, isPictured, nothing } from '../state/picture/event-batch.ts';
import { frameMs } from '../state/picture/feed.ts';
import type { Store } from '../state/store.ts';

/** What a playback is fed from, and what happens to it. */
export interface PlaybackFeedOptions {
  connection: Connection;
  store: Store;
  clock: Clock;
  /** An alert of the recording. */
  onAlert(alert: Alert): void;
  /** The recording could not be read on. */
  onProblem(problem: PlaybackProblem): void;
  /** The connection is lost, or has never been made. */
  onLost(why: string): void;
  /** A snapshot of the market as it is has come in place of a recorded one. */
  onNotPlayed(): void;
}

/** Events since the last frame. */
interface Waiting {
  events: Gathered;
  alerts: Alert[];
  state: PlaybackState | null;
  /** Of the newest event, and the machine's time at which it came. */
  at: number;
  real: number;
}

/** Real milliseconds between two readings of a playback's clock: a second of its market, but no more than five a second. */
const tickMs = (speed: number) => (speed === 0 ? 1000 : Math.min(1000, Math.max(200, 1000 / speed)));

/**
 * Brings the messages of a playback's connection into the store: snapshots at once, events merged and at most once a frame,
 * and its clock while it is played. Events of an earlier seek have been dropped by the connection.
 * @returns the function that ends it
 */
export function startPlaybackFeed(options: PlaybackFeedOptions): () => void {
  const { connection, store, clock, onLost, onNotPlayed } = options;
  let waiting: Waiting | null = null;
  let cancelFrame = () => {};
  let cancelTick = () => {};

  const awaitTick = () => {
    cancelTick();
    const playback = store.getState().playback;
    // Prices that moved with the last poll are marked for a moment, also where it was the last of all.
    if (!playback || (playback.anchor.speed === 0 && playback.picture.flash === null)) return;
    cancelTick = clock.after(tickMs(playback.anchor.speed), () => {
      store.dispatch({ type: 'playback-ticked', real: clock.now() });
      awaitTick();
    });
  };
  const frame = () => {
    if (!waiting) return;
    const { real, ...batch } = waiting;
    waiting = null;
    store.dispatch({ type: 'playback-events-arrived', batch, real });
    for (const alert of batch.alerts) options.onAlert(alert);
    if (batch.state?.problem) options.onProblem(batch.state.problem);
    awaitTick();
  };
  const take = (event: DaemonEvent) => {
    const at = event.at ?? (event.name === 'playback' ? event.payload.at : null);
    // An event without an instant is not of a playback.
    if (at === null) return;
    if (!waiting) cancelFrame = clock.after(frameMs, frame);
    waiting ??= { events: nothing(), alerts: [], state: null, at, real: 0 };
    Object.assign(waiting, { at, real: clock.now() });
    if (event.name === 'playback') waiting.state = event.payload;
    else if (event.name === 'alert') waiting.alerts.push(event.payload);
    else if (isPictured(event)) gather(waiting.events, event);
  };

  const ends = [
    connection.onState(({ status, message }) => {
      if (status === 'lost') onLost(message ?? 'the daemon is gone');
    }),
    connection.onSnapshot((snapshot) => {
      // What was gathered before is part of the snapshot already.
      waiting = null;
      cancelFrame();
      const { playback: state } = snapshot;
      if (!state) return onNotPlayed();
      store.dispatch({ type: 'playback-snapshot-taken', snapshot, state, real: clock.now() });
      awaitTick();
    }),
    connection.onEvent(take),
  ];
  return () => {
    cancelFrame();
    cancelTick();
    for (const stop of ends) stop();
  };
}
