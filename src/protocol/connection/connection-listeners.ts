import type { Snapshot } from '../events.ts';
import type { DaemonEvent, UnknownEvent } from './link-messages.ts';
import type { Hello } from '../state.ts';

/** Listeners of one kind. */
export interface Listeners<A extends unknown[]> {
  /** @returns how to take the listener off again */
  add(listener: (...args: A) => void): () => void;
  call(...args: A): void;
}

/** Starts without a listener; they are called in the order in which they were added. */
export function createListeners<A extends unknown[]>(): Listeners<A> {
  const listeners = new Set<(...args: A) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    call(...args) {
      for (const listener of listeners) listener(...args);
    },
  };
}

/** Who listens to what a subscribed link delivers. */
export interface SubscriptionListeners {
  snapshots: Listeners<[snapshot: Snapshot, hello: Hello]>;
  events: Listeners<[event: DaemonEvent]>;
  unknownEvents: Listeners<[event: UnknownEvent]>;
}
