import type { NativeDatabase } from './connection.ts';
import type { cachedKinds } from './entities/words.ts';

export type CachedKind = (typeof cachedKinds)[number];

export interface CachedBody {
  /** The answer as it came, JSON. */
  body: string;
  createdAt: number;
  expiresAt: number;
  /** Whether it may answer instead of a request; a stale one still may while the API cannot be reached. */
  isFresh: boolean;
}

export interface CacheStore {
  /** The answer stored under a key, fresh or stale at `now`; `null` without one. */
  get(key: string, now: number): CachedBody | null;
  /** Stores an answer in place of an older one. A key has at most 255 characters; `expiresAt` must be after `createdAt`. */
  put(key: string, dataType: CachedKind, body: string, createdAt: number, expiresAt: number): void;
  /** Entries, expired ones included until retention removes them. */
  count(): number;
}

/** Bodies have hundreds of kilobytes: prepared statements, since the ORM would write them into the SQL text. */
export function createCacheStore(native: NativeDatabase): CacheStore {
  const find = native.prepare<[string], { body: string; createdAt: number; expiresAt: number }>(`
    select raw_data as body, created_at as createdAt, expires_at as expiresAt
    from market_data_cache where cache_key = ?`);
  const store = native.prepare(`
    insert into market_data_cache (cache_key, data_type, raw_data, created_at, expires_at) values (?, ?, ?, ?, ?)
    on conflict (cache_key) do update set data_type = excluded.data_type, raw_data = excluded.raw_data,
      created_at = excluded.created_at, expires_at = excluded.expires_at`);
  const count = native.prepare<[], number>('select count(*) from market_data_cache').pluck();

  return {
    get(key, now) {
      const row = find.get(key);
      // An entry from the future is of an earlier run on a virtual clock, or from before a clock was put right.
      return row ? { ...row, isFresh: row.createdAt <= now && now < row.expiresAt } : null;
    },
    put(key, dataType, body, createdAt, expiresAt) {
      store.run(key, dataType, body, createdAt, expiresAt);
    },
    count: () => count.get() ?? 0,
  };
}
