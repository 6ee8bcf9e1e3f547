import type { MikroORM } from '@mikro-orm/postgresql';
import type { Clock } from '../../../base/clock.ts';
import { toDatabaseError } from '../postgres-error.ts';
import { createPool } from './pool.ts';
import { connectionOf } from './pool-connection.ts';
import { refusePooler } from './refuse-pooler.ts';
import type { PostgresConnection } from './sql.ts';
import { readStoreUrl } from './store-url.ts';

/** A store that answers. */
export interface ConnectedStore {
  /** What people are shown of its URL. */
  name: string;
  orm: MikroORM;
  connection: PostgresConnection;
}

/**
 * Connects to a store, whatever its schema. Nothing waits for a server that is away.
 *
 * Throws `SpyglassError`: `settings` where the URL is none, `store` where the server does not answer, refuses, or is a pooler that
 * does not keep sessions.
 */
export async function connectToStore(options: { url: string; clock: Clock }): Promise<ConnectedStore> {
  const address = readStoreUrl(options.url);
  const { orm, pool, close } = await createPool(address);
  try {
    await refusePooler(pool, address.name);
  } catch (error) {
    await close();
    throw toDatabaseError(error, address.name);
  }
  return { name: address.name, orm, connection: connectionOf(pool, options.clock, close) };
}
