import { hostname } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { connectToStore } from '../postgres/connection/connect.ts';
import type { PostgresConnection } from '../postgres/connection/sql.ts';
import { createLease } from '../postgres/desk/lease.ts';
import { storeMarket } from '../postgres/desk/store-market.ts';
import { guardedLease } from '../postgres/desk/open-desk.ts';
import { guarded, toDatabaseError } from '../postgres/postgres-error.ts';
import { createSchema, type MigratingOrm, schemaState } from '../postgres/schema-version.ts';
import { createPostgresWriter, type PostgresWriter } from '../postgres/writer.ts';
import { takeCopyLease } from './copy-lease.ts';

/** Real milliseconds that closing waits for the write under way. */
const drainMs = 5000;

/** A store that nobody else writes to until it is closed. */
export interface StoreToCopy {
  /** For people, without user and password. */
  name: string;
  connection: PostgresConnection;
  writer: PostgresWriter;
  close(): Promise<void>;
}

export interface OpenStoreToCopy {
  url: string;
  clock: Clock;
  pid: number;
  signal: AbortSignal;
  onWait: (why: string) => void;
  /** An empty store gets its tables; without it, there is nothing to copy. */
  mayBeEmpty: boolean;
}

/**
 * Opens a store under the recorder's lease.
 *
 * Throws `SpyglassError`: `store`, `settings`, `lease_held`, `no_data` where it is empty, `database_newer`, `migration_needed`.
 */
export async function openStoreToCopy(options: OpenStoreToCopy): Promise<StoreToCopy> {
  const { name, orm, connection } = await connectToStore(options);
  try {
    const store = await leaseStore({ name, orm, connection }, options);
    const close = async () => {
      try {
        await store.close();
      } finally {
        await connection.close();
      }
    };
    return { ...store, close };
  } catch (error) {
    await connection.close();
    throw toDatabaseError(error, name);
  }
}

/** The same on a connection of any driver, which stays open. */
export async function leaseStore(
  { name, orm, connection }: { name: string; orm: MigratingOrm; connection: PostgresConnection },
  { clock, pid, signal, onWait, mayBeEmpty }: Omit<OpenStoreToCopy, 'url'>,
): Promise<StoreToCopy> {
  const schema = await schemaState(connection, name);
  if (schema === 'older')
    throw new SpyglassError('migration_needed', `${name} has an older schema`, {
      hint: 'Run `spyglass db migrate` first. Nothing was copied.',
    });
  if (schema === 'empty') {
    if (!mayBeEmpty) throw new SpyglassError('no_data', `${name} is empty: nothing has been recorded there`);
    await createSchema(orm);
  }
  const market = await storeMarket(connection, name, null);
  const lease = guardedLease(createLease(connection, market), name);
  const taken = { store: name, host: hostname(), pid, clock, signal, onWait };
  const { held, release } = await takeCopyLease(lease, taken);
  const writer = createPostgresWriter(connection, { market, token: held.token });
  let closing: Promise<void> | null = null;
  const close = async () => {
    await writer.close(clock, drainMs);
    await release().catch(ignoreAway);
  };
  return {
    ...{ name, connection: guarded(connection, name), writer: guarded(writer, name) },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The lease of a store that is away ends by itself. */
function ignoreAway(error: unknown): void {
  if (!(error instanceof SpyglassError) || !['store', 'lease_lost'].includes(error.code)) throw error;
}
