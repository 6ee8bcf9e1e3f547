/** A bounded memory of what was made last; making it again gives the same, so forgetting only costs time. */
export interface Newest<Key, Value> {
  get(key: Key, make: () => Value): Value;
  /** What is kept under a key, without making it. */
  known(key: Key): Value | undefined;
}

/** Forgets the entry that has gone unused for longest once there are more than `capacity`. */
export function createNewest<Key, Value>(capacity: number): Newest<Key, Value> {
  const entries = new Map<Key, Value>();
  return {
    known: (key) => entries.get(key),
    get(key, make) {
      const known = entries.get(key);
      if (known !== undefined) {
        entries.delete(key);
        entries.set(key, known);
        return known;
      }
      const made = make();
      entries.set(key, made);
      if (entries.size > capacity) {
        for (const oldest of entries.keys()) {
          entries.delete(oldest);
          break;
        }
      }
      return made;
    },
  };
}
