import { defineEntity, p } from '@mikro-orm/sqlite';
import { instant, instantCheck, instantNow } from './columns.ts';
import { cachedKinds } from './enum-values.ts';

/** Answers of the API with the time they may be used for. */
export const MarketDataCache = defineEntity({
  name: 'MarketDataCache',
  tableName: 'market_data_cache',
  properties: {
    id: p.integer().primary().autoincrement(),
    cacheKey: p
      .string()
      .columnType('varchar(255)')
      .check(`length(cache_key) >= 1 and length(cache_key) <= 255`)
      .unique('idx_market_data_cache_cache_key'),
    dataType: p.enum(cachedKinds).columnType('varchar(50)'),
    rawData: p.text().check(`json_valid(raw_data)`),
    createdAt: instantNow(),
    expiresAt: instant('expires_at'),
  },
  indexes: [
    { name: 'idx_market_data_cache_expires_at', properties: 'expiresAt' },
    { name: 'idx_market_data_cache_data_type', properties: 'dataType' },
  ],
  checks: [
    instantCheck('market_data_cache', 'created_at'),
    { name: 'market_data_cache_expires_later', expression: 'expires_at > created_at' },
  ],
});
