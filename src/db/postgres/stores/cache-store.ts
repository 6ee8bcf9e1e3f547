import type { CacheStore } from '../../../recordings/cache.ts';
import type { PostgresConnection } from '../connection/sql.ts';
import { insertText } from '../insert-text.ts';
import type { PostgresWriter } from '../writer.ts';

const find = `select raw_data as body, created_at as "createdAt", expires_at as "expiresAt"
  from market_data_cache where cache_key = $1`;

const columns = ['cache_key', 'data_type', 'raw_data', 'created_at', 'expires_at'];

const put = `${insertText('market_data_cache', columns)} on conflict (cache_key) do update set
  data_type = excluded.data_type, raw_data = excluded.raw_data, created_at = excluded.created_at, expires_at = excluded.expires_at`;

/** Answers of the vendor in `market_data_cache`. */
export function createCacheStore(connection: PostgresConnection, { write }: PostgresWriter): CacheStore {
  return {
    async get(key, now) {
      const row = await connection.get<{ body: string; createdAt: number; expiresAt: number }>(find, [key]);
      // An entry from the future is from before a clock was put right.
      return row && { ...row, isFresh: row.createdAt <= now && now < row.expiresAt };
    },
    put: (key, dataType, body, createdAt, expiresAt) =>
      write(async (sql) => void (await sql.run(put, [key, dataType, body, createdAt, expiresAt]))),
    async count() {
      const row = await connection.get<{ entries: number }>(
        'select count(*) as entries from market_data_cache',
      );
      return row?.entries ?? 0;
    },
  };
}
