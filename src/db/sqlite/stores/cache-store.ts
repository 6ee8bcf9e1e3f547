import type { CacheStore } from '../../../recordings/cache.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';

/** Bodies have hundreds of kilobytes: prepared statements, since the ORM would write them into the SQL text. */
export function createCacheStore(native: NativeDatabase, { write }: Writer): CacheStore {
  const find = native.prepare<[string], { body: string; createdAt: number; expiresAt: number }>(`
    select raw_data as body, created_at as createdAt, expires_at as expiresAt
    from market_data_cache where cache_key = ?`);
  const store = native.prepare(`
    insert into market_data_cache (cache_key, data_type, raw_data, created_at, expires_at) values (?, ?, ?, ?, ?)
    on conflict (cache_key) do update set data_type = excluded.data_type, raw_data = excluded.raw_data,
      created_at = excluded.created_at, expires_at = excluded.expires_at`);
  const count = native.prepare<[], number>('select count(*) from market_data_cache').pluck();

  return {
    async get(key, now) {
      const row = find.get(key);
      // An entry from the future is of an earlier run on a virtual clock, or from before a clock was put right.
      return row ? { ...row, isFresh: row.createdAt <= now && now < row.expiresAt } : null;
    },
    put: (key, dataType, body, createdAt, expiresAt) =>
      write(() => void store.run(key, dataType, body, createdAt, expiresAt)),
    count: async () => count.get() ?? 0,
  };
}
