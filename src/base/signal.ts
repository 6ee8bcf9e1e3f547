/** Something that happens inside the daemon, and who wants to know of it. */
export interface Signal {
  emit(): void;
  /** Listeners are called in the order in which they came. Returns how to stop listening. */
  on(listener: () => void): () => void;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  return {
    emit() {
      for (const listener of [...listeners]) listener();
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
