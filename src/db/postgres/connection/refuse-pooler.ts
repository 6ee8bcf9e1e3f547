import type { Pool, PoolClient } from 'pg';
import { SpyglassError } from '../../../base/errors.ts';

/**
 * Refuses a connection pooler that gives a session another server connection with each transaction: settings, prepared
 * statements and `LISTEN` would be lost, or somebody else's. One that keeps a connection for each session is fine.
 *
 * Throws `SpyglassError` (`store`).
 *
 * @param name what people are shown of the store's URL
 */
export async function refusePooler(pool: Pool, name: string): Promise<void> {
  const client = await pool.connect();
  try {
    if (!(await isPooled(client))) return;
    const other = await pool.connect();
    try {
      if (await shareConnections(client, other)) throw poolerError(name);
    } finally {
      // In the middle of a transaction, perhaps.
      other.release(true);
    }
  } finally {
    client.release();
  }
}

/** A pooler answers the login itself, with a number of its own for the process that serves the session. */
async function isPooled(client: PoolClient): Promise<boolean> {
  const { processID } = client as PoolClient & { processID: number | null };
  return processID !== (await servedBy(client));
}

/** Whether two sessions that are open at once are served by one process, or one session by several. */
async function shareConnections(client: PoolClient, other: PoolClient): Promise<boolean> {
  const own = await servedBy(client);
  await other.query('begin');
  if ((await servedBy(other)) === own) return true;
  return (await servedBy(client)) !== own;
}

async function servedBy(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]!.pid;
}

function poolerError(name: string): SpyglassError {
  return new SpyglassError(
    'store',
    `${name} is a connection pooler in transaction mode: what a session sets, prepares and listens to would be lost between two transactions`,
    {
      hint: 'Let store.url name the server itself, or let the pooler keep a connection for each session (PgBouncer: pool_mode = session).',
    },
  );
}
