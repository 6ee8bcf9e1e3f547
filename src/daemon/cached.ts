import type { Clock } from '../base/clock.ts';
import type { Database } from '../db/open-database.ts';
import type { Priority } from './upstream/budget.ts';

export interface CacheRequest {
  key: string;
  dataType: 'quote' | 'options' | 'historical';
  /** How long the body is kept as fresh for anybody. */
  ttlMs: number;
  /** How old it may be for this caller; 0 goes past the cache. */
  maxAgeMs: number;
  /** Who presses a key joins no request that waits for its turn in the schedule. */
  priority: Priority;
}

export interface Cached<T> {
  value: T;
  /** When the request that brought it went out. */
  createdAt: number;
  isFromCache: boolean;
}

export interface CachedFetch {
  /**
   * @param read makes something of a body, or throws: what throws is not kept, so that a bad answer never stands in for
   * the good one after it
   */
  <T>(
    request: CacheRequest,
    fetch: () => Promise<unknown>,
    read: (body: unknown, createdAt: number) => T,
  ): Promise<Cached<T>>;
  counts(): { hits: number; misses: number };
}

/**
 * Answers from `market_data_cache` where the entry is young enough, also across restarts, else fetches and keeps. Who
 * asks for what is being fetched already gets that answer.
 */
export function createCachedFetch(
  db: Database,
  clock: Clock,
  onStoreError: (error: unknown) => void,
  /** Told of each answer that did not come or could not be read. */
  onFailure: (error: unknown) => void = () => {},
): CachedFetch {
  let hits = 0;
  let misses = 0;
  const flights = new Map<string, Promise<unknown>>();

  const fetchOnce = (key: string, fetch: () => Promise<unknown>): Promise<unknown> => {
    let flight = flights.get(key);
    if (!flight) {
      flight = fetch().finally(() => flights.delete(key));
      flights.set(key, flight);
    }
    return flight;
  };

  const lookUp = (key: string, now: number) => {
    try {
      return db.cache.get(key, now);
    } catch (error) {
      onStoreError(error);
      return null;
    }
  };

  const cachedFetch = async <T>(
    { key, dataType, ttlMs, maxAgeMs, priority }: CacheRequest,
    fetch: () => Promise<unknown>,
    read: (body: unknown, createdAt: number) => T,
  ): Promise<Cached<T>> => {
    const now = clock.now();
    const entry = maxAgeMs > 0 ? lookUp(key, now) : null;
    if (entry?.isFresh && now - entry.createdAt < maxAgeMs) {
      hits += 1;
      const value = read(JSON.parse(entry.body) as unknown, entry.createdAt);
      return { value, createdAt: entry.createdAt, isFromCache: true };
    }
    misses += 1;
    let body: unknown;
    let value: T;
    try {
      body = await fetchOnce(`${priority} ${key}`, fetch);
      value = read(body, now);
    } catch (error) {
      onFailure(error);
      throw error;
    }
    try {
      db.cache.put(key, dataType, JSON.stringify(body), now, now + ttlMs);
    } catch (error) {
      onStoreError(error);
    }
    return { value, createdAt: now, isFromCache: false };
  };
  return Object.assign(cachedFetch, { counts: () => ({ hits, misses }) });
}
