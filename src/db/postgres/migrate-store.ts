import { hostname } from 'node:os';
import { postgresMigrations } from '../../../migrations/postgres/list.ts';
import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { connectToStore } from './connection/connect.ts';
import type { PostgresConnection } from './connection/sql.ts';
import { createLease } from './desk/lease.ts';
import { storeMarket } from './desk/store-market.ts';
import { toDatabaseError } from './postgres-error.ts';
import {
  createSchema,
  executedMigrations,
  type MigratingOrm,
  migrateUnder,
  schemaState,
} from './schema-version.ts';

/** What migrating a store would do. */
export interface StoreMigrationPlan {
  /** For people, without user and password. */
  path: string;
  /** Last migration that it has been through; `none` before the first. */
  from: string;
  /** Last one that it will have been through. */
  to: string;
  /** Names of those that are due, oldest first. */
  pending: string[];
}

/** A store that answers, by any driver. */
interface Reached {
  name: string;
  orm: MigratingOrm;
  connection: PostgresConnection;
  /** Names of all migrations that there are, oldest first. */
  versions?: readonly string[];
}

const known: readonly string[] = postgresMigrations.map(({ name }) => name);

/** Until the lease of a migration that was killed is over. While one is at work its transaction keeps the lease, however long it takes. */
const leaseMs = 15_000;

/** Says what is due; writes nothing. Throws `SpyglassError`: `store`, `settings`, `database_newer`, `database_broken`. */
export function lookAtStore(options: { url: string; clock: Clock }): Promise<StoreMigrationPlan> {
  return onStore(options, planOf);
}

/**
 * Brings a store up to this version's schema under the recorder's lease, in one transaction; an empty one gets its tables.
 *
 * Throws `SpyglassError` as `lookAtStore` does, and `lease_held` while a daemon records.
 */
export function migrateStore(options: {
  url: string;
  clock: Clock;
  pid: number;
}): Promise<StoreMigrationPlan> {
  return onStore(options, (reached) => migrate(reached, options.pid));
}

/** The same on a connection of any driver. */
export async function migrate(store: Reached, pid: number): Promise<StoreMigrationPlan> {
  const { name, orm, connection } = store;
  const plan = await planOf(store);
  if (plan.from === 'none') await createSchema(orm);
  else if (plan.pending.length > 0) {
    const market = await storeMarket(connection, name, null);
    const lease = createLease(connection, market);
    const held = await lease.acquire({ name: `db migrate on ${hostname()} (${pid})` }, leaseMs);
    if (!('renew' in held))
      throw new SpyglassError('lease_held', `${held.holder ?? 'another daemon'} records on ${name}`);
    try {
      await migrateUnder(orm, { market, token: held.token });
    } finally {
      await held.release();
    }
  }
  return plan;
}

async function planOf({ connection, name, versions = known }: Reached): Promise<StoreMigrationPlan> {
  await schemaState(connection, name, versions);
  const executed = await executedMigrations(connection);
  const pending = versions.filter((one) => !executed.includes(one));
  const from = executed.at(-1) ?? 'none';
  return { path: name, from, to: pending.at(-1) ?? from, pending };
}

async function onStore<T>(
  options: { url: string; clock: Clock },
  work: (store: Reached) => Promise<T>,
): Promise<T> {
  const store = await connectToStore(options);
  try {
    return await work(store);
  } catch (error) {
    throw toDatabaseError(error, store.name);
  } finally {
    await store.connection.close();
  }
}
