/** A value that was read, and the memory that it takes. */
export interface Sized<V> {
  value: V;
  bytes: number;
}

/** Values that were read, by key, the latest used ones in so much memory. */
export interface KeptBySize {
  /** Reads a value once while it is kept; what fails is asked for again the next time. */
  get<V>(key: string, read: () => Promise<Sized<V>>): Promise<V>;
  /** Memory that the kept values take. */
  bytes(): number;
  clear(): void;
}

/** @param maxBytes of all values together; the one that was used last stays, however large it is */
export function keepBySize(maxBytes: number): KeptBySize {
  const kept = new Map<string, { reading: Promise<unknown>; bytes: number }>();
  let total = 0;

  const drop = (key: string) => {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  const dropOldest = () => {
    for (const key of kept.keys()) {
      if (total <= maxBytes || kept.size === 1) return;
      drop(key);
    }
  };
  const begin = <V>(key: string, read: () => Promise<Sized<V>>): Promise<V> => {
    const entry = {
      bytes: 0,
      reading: read().then(
        ({ value, bytes }) => {
          // It may have been dropped meanwhile.
          if (kept.get(key) !== entry) return value;
          entry.bytes = bytes;
          total += bytes;
          dropOldest();
          return value;
        },
        (error: unknown) => {
          if (kept.get(key) === entry) drop(key);
          throw error;
        },
      ),
    };
    kept.set(key, entry);
    return entry.reading;
  };

  return {
    get<V>(key: string, read: () => Promise<Sized<V>>): Promise<V> {
      const known = kept.get(key);
      if (!known) return begin(key, read);
      kept.delete(key);
      kept.set(key, known);
      return known.reading as Promise<V>;
    },
    bytes: () => total,
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
