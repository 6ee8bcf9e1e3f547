import type { ExecutionContext } from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { createPool } from '../../../src/db/postgres/connection/pool.ts';
import { connectionOf } from '../../../src/db/postgres/connection/pool-connection.ts';
import type { PostgresConnection } from '../../../src/db/postgres/connection/sql.ts';
import { type Desk, deskOn } from '../../../src/db/postgres/desk/open-desk.ts';
import { readStoreUrl } from '../../../src/db/postgres/connection/store-url.ts';
import type { MigratingOrm } from '../../../src/db/postgres/schema-version.ts';
import { recordingOn } from '../../../src/db/postgres/recording-on.ts';
import { createPostgresWriter } from '../../../src/db/postgres/writer.ts';
import { connectionOfPglite, startPglite } from './pglite.ts';
import { createDatabase } from './test-server.ts';

/** Names a real server that the tests run on in place of PGlite. */
export const serverUrl: string | undefined = process.env.SPYGLASS_TEST_POSTGRES_URL;

/** PostgreSQL with the newest schema, for one test file. */
interface RunningPostgres {
  orm: MigratingOrm;
  /** A connection that remembers nothing of what was there before. */
  connect(): PostgresConnection;
  /** The URL of its database; `null` in this process. */
  url: string | null;
  close(): Promise<void>;
}

/** An empty store. */
export interface TestPostgres extends Pick<RunningPostgres, 'orm' | 'url' | 'connect'> {
  connection: PostgresConnection;
  /** Lets the next one have it before the test is over. */
  release: () => void;
}

async function startTestPostgres(): Promise<RunningPostgres> {
  if (serverUrl) {
    const database = await createDatabase(serverUrl);
    const { orm, pool, close: closePool } = await createPool(readStoreUrl(database.url));
    await orm.migrator.up();
    const close = async () => {
      await closePool();
      await database.drop();
    };
    const connect = () => connectionOf(pool, systemClock(), () => Promise.resolve());
    return { orm, connect, url: database.url, close };
  }
  const { orm, pglite } = await startPglite();
  const connect = () => connectionOfPglite(pglite);
  return { orm, connect, url: null, close: () => orm.close(true) };
}

/** Removes every row, and every partition but those of the schema. */
async function empty(connection: PostgresConnection): Promise<void> {
  await connection.run(`do $$
    declare one record;
    begin
      for one in select inhrelid::regclass as name from pg_inherits join pg_class on oid = inhrelid where relkind = 'r' loop
        execute format('drop table %s', one.name);
      end loop;
      for one in select relname as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'mikro_orm%' loop
        execute format('delete from %I', one.name);
      end loop;
    end $$`);
}

/**
 * PostgreSQL for the tests of one file, started with the first that asks. Tests have it one after the other, each without a
 * row. Closed by `close`, which belongs into `test.after.always`.
 */
export function testPostgres() {
  let starting: Promise<RunningPostgres> | null = null;
  let turn: Promise<void> = Promise.resolve();
  return {
    /** An empty store, for this test alone until it is over. */
    async take(t: Pick<ExecutionContext, 'teardown'>): Promise<TestPostgres> {
      let release = () => {};
      const before = turn;
      turn = new Promise((resolve) => {
        release = resolve;
      });
      t.teardown(() => release());
      await before;
      starting ??= startTestPostgres();
      const { orm, url, connect } = await starting;
      const connection = connect();
      await empty(connection);
      return { connection, orm, url, connect, release };
    },
    /** The same, for a test that makes tables anew: on a server in a database that nobody has prepared statements for. */
    async takeOwn(t: Pick<ExecutionContext, 'teardown'>): Promise<TestPostgres> {
      if (!serverUrl) return await this.take(t);
      const { orm, url, connect, close } = await startTestPostgres();
      t.teardown(close);
      return { connection: connect(), orm, url, connect, release: () => {} };
    },
    async close(): Promise<void> {
      await (await starting)?.close();
    },
  };
}

/** Writes a lease that lasts longer than any test. */
export async function holdLease(connection: PostgresConnection, market = 'live') {
  await connection.run(
    `insert into recorder_lease (market, token, holder, expires_at) values ($1, 1, 'test', now_ms() + 3600000)
     on conflict (market) do update set token = 1, holder = 'test', expires_at = excluded.expires_at`,
    [market],
  );
  return { market, token: 1 };
}

/** A recording on an empty database under a lease. */
export async function openTestStores(
  postgres: TestPostgres,
  t: Pick<ExecutionContext, 'teardown'>,
): Promise<Recording> {
  const { connection } = postgres;
  const writer = createPostgresWriter(connection, await holdLease(connection));
  const recording = recordingOn({ connection, writer, name: 'postgres://test', clock: systemClock() });
  const close = async () => {
    await recording.close();
    postgres.release();
  };
  t.teardown(close);
  return { ...recording, close };
}

/** The store as another daemon has it. */
export function deskOf({ orm, connect }: TestPostgres): Desk {
  return deskOn({ name: 'postgres://test', orm, connection: connect(), market: 'live' });
}
