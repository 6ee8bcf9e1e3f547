import type { Clock } from '../../base/clock.ts';
import type { CacheStore } from '../../recordings/cache.ts';
import type { Priority } from './budget.ts';

/** What is wanted of the cache, and how old it may be. Ages are ms. */
export interface CacheRequest {
  key: string;
  dataType: 'quote' | 'options' | 'historical';
  /** How long the body is kept as fresh for anybody. */
  ttlMs: number;
  /** How old it may be for this caller; 0 goes past the cache. */
  maxAgeMs: number;
  /** A user’s request joins none that waits for its turn in the schedule. */
  priority: Priority;
  /** The slot that it is asked for; absent or `null` where it is none, or one answer may serve several. */
  slotAt?: number | null;
}

/** An answer, read, with its age. */
export interface Cached<T> {
  value: T;
  /** When the last page of the answer had arrived, by our clock; it waits for the budget and for other tries before. */
  createdAt: number;
  isFromCache: boolean;
}

/** Asks the cache first, then the API. */
export interface CachedFetch {
  /**
   * @param read makes something of a body, or throws: what throws is not kept, so that a bad answer never stands in for
   * the good one after it
   */
  <T>(
    request: CacheRequest,
    fetch: () => Promise<unknown>,
    read: (body: unknown, answeredAt: number) => T | Promise<T>,
  ): Promise<Cached<T>>;
  counts(): { hits: number; misses: number };
}

interface Answer {
  body: unknown;
  at: number;
}

/** Keys whose last slot is remembered: far more than are polled at a time. */
const maxSlots = 64;

/**
 * Answers from `market_data_cache` where the entry is young enough, also across restarts, else fetches and keeps. A
 * request for what is being fetched already gets that answer. An answer serves one slot: a late one would be young enough
 * for the next slot, too, and a slow API would be polled half as often.
 */
export function createCachedFetch(
  store: Pick<CacheStore, 'get' | 'put'>,
  clock: Clock,
  onStoreError: (error: unknown) => void,
  /** Called for each answer that did not come or could not be read. */
  onFailure: (error: unknown) => void = () => {},
  /** Answers up to then have served the slots of the daemon that has handed over. */
  servedUntil = Number.NEGATIVE_INFINITY,
): CachedFetch {
  let hits = 0;
  let misses = 0;
  const flights = new Map<string, Promise<Answer>>();
  /** When the answer came that the last slot of a key has had, the latest key last. */
  const served = new Map<string, number>();

  const fetchOnce = (key: string, fetch: () => Promise<unknown>): Promise<Answer> => {
    let flight = flights.get(key);
    if (!flight) {
      flight = fetch()
        .then((body) => ({ body, at: clock.now() }))
        .finally(() => flights.delete(key));
      flights.set(key, flight);
    }
    return flight;
  };

  const serve = (key: string, answeredAt: number) => {
    served.delete(key);
    served.set(key, answeredAt);
    const [oldest] = served.keys();
    if (served.size > maxSlots && oldest !== undefined) served.delete(oldest);
  };

  const lookUp = async (key: string, now: number) => {
    try {
      return await store.get(key, now);
    } catch (error) {
      onStoreError(error);
      return null;
    }
  };

  const cachedFetch = async <T>(
    { key, dataType, ttlMs, maxAgeMs, priority, slotAt = null }: CacheRequest,
    fetch: () => Promise<unknown>,
    read: (body: unknown, answeredAt: number) => T | Promise<T>,
  ): Promise<Cached<T>> => {
    const now = clock.now();
    const entry = maxAgeMs > 0 ? await lookUp(key, now) : null;
    const isServed =
      slotAt !== null &&
      entry !== null &&
      (entry.createdAt <= servedUntil || entry.createdAt === served.get(key));
    if (entry?.isFresh && now - entry.createdAt < maxAgeMs && !isServed) {
      hits += 1;
      const value = await read(JSON.parse(entry.body) as unknown, entry.createdAt);
      // At a start it is the answer that the daemon before has had.
      if (slotAt !== null || priority !== 'user') serve(key, entry.createdAt);
      return { value, createdAt: entry.createdAt, isFromCache: true };
    }
    misses += 1;
    let answer: Answer;
    let value: T;
    try {
      answer = await fetchOnce(`${priority} ${key}`, fetch);
      value = await read(answer.body, answer.at);
    } catch (error) {
      onFailure(error);
      throw error;
    }
    if (slotAt !== null) serve(key, answer.at);
    try {
      await store.put(key, dataType, JSON.stringify(answer.body), answer.at, answer.at + ttlMs);
    } catch (error) {
      onStoreError(error);
    }
    return { value, createdAt: answer.at, isFromCache: false };
  };
  return Object.assign(cachedFetch, { counts: () => ({ hits, misses }) });
}
