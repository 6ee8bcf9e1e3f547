import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM } from '@mikro-orm/postgresql';
import type { Pool, PoolClient } from 'pg';
import { postgresMigrations } from '../../../../migrations/postgres/list.ts';
import type { StoreAddress } from './store-url.ts';

/** The ORM, for migrations, and the driver's pool that it shares with every statement. */
export interface PostgresPool {
  orm: MikroORM;
  pool: Pool;
  /** Waits for statements under way. */
  close(): Promise<void>;
}

/** Real milliseconds. */
const limits = {
  connect: 5000,
  statement: 30_000,
  /** A process that was stopped in a transaction must not keep the row of the lease locked. */
  idleInTransaction: 5000,
  lock: 10_000,
  /** Where no packet comes back any more, the server can end nothing. */
  answer: 35_000,
  /** A connection that nobody has used for so long is closed. */
  idle: 60_000,
};

/** Six for statements, and one that listens. */
const connections = 7;

/** How migrations run, on any driver: by import, because a bundle has no folder to search. */
export const migrationOptions = {
  extensions: [Migrator],
  entities: [],
  discovery: { warnWhenNoEntities: false },
  // A database that is not there is a mistake in the URL.
  ensureDatabase: false,
  debug: false,
  colors: false,
  // A connection that the server drops is said by the statement that needed it.
  logger: () => {},
  migrations: {
    migrationsList: postgresMigrations.map(({ name, class: migration }) => ({ name, class: migration })),
    snapshot: false,
    // Only a superuser may switch them off, and the tables have none.
    disableForeignKeys: false,
    silent: true,
  },
};

/** Makes a pool; it connects with the first statement. */
export async function createPool(address: StoreAddress): Promise<PostgresPool> {
  const { host, port, database, user, password, tls } = address;
  const driverOptions = {
    host,
    port,
    database,
    user,
    password,
    ssl: tls,
    max: connections,
    application_name: 'spyglass',
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.answer,
    idleTimeoutMillis: limits.idle,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // By statements and not as the connection begins: a pooler refuses a beginning with settings that it does not know.
    onConnect: async (client: PoolClient) => {
      await client.query(`set statement_timeout = ${limits.statement}`);
      await client.query(`set idle_in_transaction_session_timeout = ${limits.idleInTransaction}`);
      await client.query(`set lock_timeout = ${limits.lock}`);
      // A plan that is kept was made for other partitions, or for this one while it was empty.
      await client.query(`set plan_cache_mode = force_custom_plan`);
      // Figures come back exactly, dates as they are written here, whatever the server’s settings are.
      await client.query(`set extra_float_digits = 1`);
      await client.query(`set datestyle = 'ISO, YMD'`);
      await client.query(`set timezone = 'UTC'`);
    },
  };
  const orm = new MikroORM(
    defineConfig({
      ...migrationOptions,
      dbName: database,
      host,
      port,
      driverOptions,
      connect: false,
    } as Parameters<typeof defineConfig>[0]),
  );
  const pool = await orm.driver.getConnection().getNativeClient();
  const close = async () => {
    await orm.close(true);
    // The ORM ends the pool only where it has used it itself.
    if (!pool.ending) await pool.end();
  };
  return { orm: orm as MikroORM, pool, close };
}
