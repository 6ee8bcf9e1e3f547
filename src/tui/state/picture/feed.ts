import type { Clock } from '../../../base/clock.ts';
import type { Alert } from '../../../market/alerts/alert.ts';
import type { Connection } from '../../../protocol/connection/connection.ts';
import { type Gathered, gather, nothing } from './event-batch.ts';
import type { DashboardState } from '../state.ts';
import type { Store } from '../store.ts';
import { marketTimeAt } from '../market-clock.ts';

/** Shortest time between two frames of events: about 15 frames a second. */
export const frameMs = 66;
/** A burst (a quote, its job and its request end within a millisecond) becomes one frame. */
export const gatherMs = 12;

/**
 * Brings the daemon's messages into the store: state, snapshots and alerts at once, other events merged and at most
 * once a frame. One timer draws all frames, also those in which only the second on screen changes. The second changes
 * a frame late, so that values polled on it have mostly arrived and need no frame of their own.
 * @param onAlert called with each alert, after the store has it
 * @returns the function that ends it
 */
export function startFeed(
  connection: Connection,
  store: Store,
  clock: Clock,
  onAlert: (alert: Alert) => void,
): () => void {
  let batch: Gathered | null = null;
  let cancel = () => {};
  /** By the monotonic clock. */
  let eventsAt = Number.NEGATIVE_INFINITY;
  let secondAt = 0;

  const frameIn = (ms: number) => {
    cancel();
    cancel = clock.after(ms, frame);
  };
  const awaitSecond = () => {
    const ms = untilNextSecond(store.getState(), clock.now());
    secondAt = clock.monotonic() + ms;
    frameIn(ms);
  };
  /** A quote says when the daemon received it, by the daemon's clock. */
  const hearClock = (market: number) => {
    const { anchor } = store.getState();
    store.dispatch({ type: 'clock-heard', market, real: clock.now() });
    if (store.getState().anchor !== anchor && !batch) awaitSecond();
  };
  const frame = () => {
    const real = clock.now();
    const isNext = isNextSecond(store.getState(), real);
    if (batch) {
      const arrived = batch;
      batch = null;
      eventsAt = clock.monotonic();
      store.dispatch({ type: 'events-arrived', batch: arrived, ...(isNext && { real }) });
    } else if (isNext) store.dispatch({ type: 'ticked', real });
    awaitSecond();
  };

  const ends = [
    connection.onState((state) => store.dispatch({ type: 'connection-changed', state, real: clock.now() })),
    connection.onSnapshot((snapshot, hello) => {
      // Recordings that are played have a state of their own.
      if (snapshot.playback) return;
      // Events gathered before are part of the snapshot already.
      batch = null;
      store.dispatch({ type: 'snapshot-taken', snapshot, hello, real: clock.now() });
      awaitSecond();
    }),
    connection.onEvent((event) => {
      if (event.generation !== undefined || event.name === 'playback') return;
      // Nothing on screen counts stored rows; a prune from the dialog gets its report as the answer.
      if (event.name === 'prune') return;
      if (event.name === 'rules') return store.dispatch({ type: 'rules-changed', rules: event.payload });
      if (event.name === 'alert-channels') {
        return store.dispatch({ type: 'channels-changed', channels: event.payload });
      }
      if (event.name === 'desk') return store.dispatch({ type: 'desk-changed', desk: event.payload });
      if (event.name === 'alert') {
        store.dispatch({ type: 'alert-arrived', alert: event.payload });
        return onAlert(event.payload);
      }
      if (event.name === 'quote') hearClock(event.payload.receivedAt);
      if (!batch) {
        batch = nothing();
        const now = clock.monotonic();
        frameIn(Math.min(secondAt - now, Math.max(gatherMs, eventsAt + frameMs - now)));
      }
      gather(batch, event);
    }),
  ];
  awaitSecond();
  return () => {
    cancel();
    for (const end of ends) end();
  };
}

const secondOf = (ms: number) => Math.floor(ms / 1000);

/** Whether the second on screen has changed. */
function isNextSecond({ anchor, now }: DashboardState, real: number): boolean {
  return secondOf(marketTimeAt(anchor, real)) !== secondOf(now.market);
}

/** Milliseconds until the second on screen changes. A market at another speed changes it anyway. */
function untilNextSecond({ anchor, now }: DashboardState, real: number): number {
  if (anchor && anchor.speed !== 1) return 1000;
  const into = (now.market + real - now.real - frameMs) % 1000;
  return 1000 - ((into + 1000) % 1000);
}
