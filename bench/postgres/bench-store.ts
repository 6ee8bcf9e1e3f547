import { systemClock } from '../../src/base/clock.ts';
import { connectionOf } from '../../src/db/postgres/connection/pool-connection.ts';
import { createPool } from '../../src/db/postgres/connection/pool.ts';
import type { PostgresConnection } from '../../src/db/postgres/connection/sql.ts';
import { readStoreUrl } from '../../src/db/postgres/connection/store-url.ts';
import { openPostgresAlone } from '../../src/db/postgres/open-postgres.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { createDatabase } from '../../test/support/postgres/test-server.ts';

/** A store of its own on a server, and a connection beside its recording. */
export interface BenchStore {
  db: Recording;
  connection: PostgresConnection;
  close(): Promise<void>;
}

/** Creates a database on the server and opens it as its recorder; `close` drops it. */
export async function createBenchStore(serverUrl: string): Promise<BenchStore> {
  const { url, drop } = await createDatabase(serverUrl);
  const db = await openPostgresAlone({ url, clock: systemClock(), pid: process.pid });
  const { orm, pool } = await createPool(readStoreUrl(url));
  const connection = connectionOf(pool, systemClock(), () => orm.close(true));
  return {
    db,
    connection,
    async close() {
      await connection.close();
      await db.close();
      await drop();
    },
  };
}
