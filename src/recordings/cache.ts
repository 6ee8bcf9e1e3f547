/** What an answer is of. */
export type CachedKind = 'quote' | 'options' | 'historical';

/** An answer of the vendor, as it was kept. */
export interface CachedBody {
  /** The answer as it came, JSON. */
  body: string;
  createdAt: number;
  expiresAt: number;
  /** Whether it may answer instead of a request; a stale one still may while the API cannot be reached. */
  isFresh: boolean;
}

/** The latest answers of the vendor, kept across restarts. It has no past: a newer answer takes the place of an older one. */
export interface CacheStore {
  /** The answer stored under a key, fresh or stale at `now`; `null` without one. */
  get(key: string, now: number): Promise<CachedBody | null>;
  /** Stores an answer in place of an older one. A key has at most 255 characters; `expiresAt` must be after `createdAt`. */
  put(key: string, dataType: CachedKind, body: string, createdAt: number, expiresAt: number): Promise<void>;
  /** Entries, expired ones included until retention removes them. */
  count(): Promise<number>;
}
