import type { Clock } from '../base/clock.ts';
import type { Database } from '../db/open-database.ts';

export interface CacheRequest {
  key: string;
  dataType: 'quote' | 'options' | 'historical';
  /** How long the body is kept as fresh for anybody. */
  ttlMs: number;
  /** How old it may be for this caller; 0 goes past the cache. */
  maxAgeMs: number;
}

export interface CachedBody {
  body: unknown;
  /** When the request that brought it went out. */
  createdAt: number;
  isFromCache: boolean;
}

export interface CachedFetch {
  (request: CacheRequest, fetch: () => Promise<unknown>): Promise<CachedBody>;
  counts(): { hits: number; misses: number };
}

/** Answers from `market_data_cache` where the entry is young enough, also across restarts, else fetches and keeps. */
export function createCachedFetch(
  db: Database,
  clock: Clock,
  onStoreError: (error: unknown) => void,
): CachedFetch {
  let hits = 0;
  let misses = 0;
  const cachedFetch = async (
    { key, dataType, ttlMs, maxAgeMs }: CacheRequest,
    fetch: () => Promise<unknown>,
  ) => {
    const now = clock.now();
    const entry = maxAgeMs > 0 ? db.cache.get(key, now) : null;
    // An entry from the future was left by a clock that has been set back since.
    if (entry?.isFresh && entry.createdAt <= now && now - entry.createdAt < maxAgeMs) {
      hits += 1;
      return { body: JSON.parse(entry.body) as unknown, createdAt: entry.createdAt, isFromCache: true };
    }
    misses += 1;
    const body = await fetch();
    try {
      db.cache.put(key, dataType, JSON.stringify(body), now, now + ttlMs);
    } catch (error) {
      onStoreError(error);
    }
    return { body, createdAt: now, isFromCache: false };
  };
  return Object.assign(cachedFetch, { counts: () => ({ hits, misses }) });
}
