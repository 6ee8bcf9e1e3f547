/** A bounded memory of what was made last; making it again gives the same, so forgetting only costs time. */
export interface Newest<Key, Value> {
  get(key: Key, make: () => Value): Value;
  /** What is kept under a key, without making it. */
  known(key: Key): Value | undefined;
}

/**
 * Forgets the entries that have gone unused for longest once all together weigh more than `capacity`; the newest stays.
 * @param weightOf what a value weighs now, for values that grow; 1 each by default
 */
export function createNewest<Key, Value>(
  capacity: number,
  weightOf: (value: Value) => number = () => 1,
): Newest<Key, Value> {
  const entries = new Map<Key, Value>();

  function forget() {
    let weight = 0;
    for (const value of entries.values()) weight += weightOf(value);
    for (const [oldest, value] of entries) {
      if (weight <= capacity || entries.size === 1) return;
      entries.delete(oldest);
      weight -= weightOf(value);
    }
  }

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
      forget();
      return made;
    },
  };
}
