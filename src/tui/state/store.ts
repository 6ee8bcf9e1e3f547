import { useSyncExternalStore } from 'react';
import { type Action, type DashboardState, reduce } from './state.ts';

/** Holds the state and calls its listeners after each change. */
export interface Store {
  getState(): DashboardState;
  dispatch(action: Action): void;
  subscribe(listener: () => void): () => void;
}

/** Makes a store with this state. */
export function createStore(initial: DashboardState): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/**
 * Draws again when `select` returns another object. It must therefore return parts of the state, and no new objects.
 */
export function useSelected<T>(store: Store, select: (state: DashboardState) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}
