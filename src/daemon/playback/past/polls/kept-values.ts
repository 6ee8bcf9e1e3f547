/** The values set last, by key. */
export interface KeptValues<V> {
  get(key: string): V | undefined;
  /** Drops the oldest value where there are too many. Returns the one that is set. */
  set(key: string, value: V): V;
}

/** @returns an empty memory for so many values */
export function keepValues<V>(max: number): KeptValues<V> {
  const kept = new Map<string, V>();
  return {
    get: (key) => kept.get(key),
    set(key, value) {
      kept.delete(key);
      kept.set(key, value);
      for (const oldest of kept.keys()) {
        if (kept.size <= max) break;
        kept.delete(oldest);
      }
      return value;
    },
  };
}
