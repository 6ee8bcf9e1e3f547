import type { Clock } from '../../../base/clock.ts';
import type { Recording, RecordingReader } from '../../../recordings/recording.ts';
import type { EventJournal } from '../../../recordings/shared/event-journal.ts';
import type { HeldLease, Lease } from '../../../recordings/shared/lease.ts';
import { connectToStore } from '../connection/connect.ts';
import type { PostgresConnection } from '../connection/sql.ts';
import { guarded, toDatabaseError } from '../postgres-error.ts';
import { readerOn, recordingOn } from '../recording-on.ts';
import {
  createSchema,
  type MigratingOrm,
  migrateUnder,
  olderSchema,
  schemaState,
} from '../schema-version.ts';
import { createPostgresWriter, refusingWriter } from '../writer.ts';
import { createEventJournal } from './event-journal.ts';
import { createLease } from './lease.ts';
import { type StoreMarket, storeMarket } from './store-market.ts';

/** A recording on a shared store. What is written to its journal is written in the order of all its writes. */
export interface DeskRecording {
  recording: Recording;
  journal: EventJournal;
}

/** A store that several daemons share, as each of them uses it. Any method may throw a `SpyglassError` (`store`). */
export interface Desk {
  /** For people, without user and password: `postgres://server1:5432/spyglass`. */
  readonly name: string;
  readonly lease: Lease;
  /** For whoever does not record: it reads, is woken, and leaves polls. */
  readonly journal: EventJournal;
  /**
   * Opens the recording under a lease, brought up to date. Closing it lets writes end; lease and connections stay.
   *
   * Throws `SpyglassError`: `database_newer`, `lease_lost`.
   */
  open(options: { held: HeldLease; clock: Clock }): Promise<DeskRecording>;
  /** Opens the recording to be read. Throws `SpyglassError`: `database_newer`, `migration_needed`. */
  openForReading(): Promise<RecordingReader>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/**
 * Connects to a shared store, and gives an empty one its tables.
 *
 * Throws `SpyglassError`: `settings`, `store` (also where the store holds another market), `database_newer`, `database_broken`.
 *
 * @param options.market what is to be recorded; by default whatever the store holds
 */
export async function openDesk(options: { url: string; clock: Clock; market?: StoreMarket }): Promise<Desk> {
  const { name, orm, connection } = await connectToStore(options);
  try {
    if ((await schemaState(connection, name)) === 'empty') await createSchema(orm);
    const market = await storeMarket(connection, name, options.market ?? null);
    return deskOn({ name, orm, connection, market });
  } catch (error) {
    await connection.close();
    throw toDatabaseError(error, name);
  }
}

/** A desk on a connection that is open, of any driver. */
export function deskOn(options: {
  name: string;
  orm: MigratingOrm;
  connection: PostgresConnection;
  market: string;
  /** Names of the migrations that are known; by default all of this version. */
  versions?: readonly string[];
}): Desk {
  const { name, orm, connection, market, versions } = options;
  const throwing = <T extends object>(part: T) => guarded(part, name);
  return {
    name,
    lease: guardedLease(createLease(connection, market), name),
    journal: throwing(createEventJournal(connection, refusingWriter(), market)),
    ...throwing({
      async open({ held, clock }: { held: HeldLease; clock: Clock }) {
        const lease = { market, token: held.token };
        if ((await schemaState(connection, name, versions)) !== 'current') await migrateUnder(orm, lease);
        const writer = createPostgresWriter(connection, lease);
        const journal = throwing(createEventJournal(connection, writer, market));
        return { recording: recordingOn({ connection, writer, name, clock }), journal };
      },
      async openForReading() {
        const state = await schemaState(connection, name, versions);
        if (state !== 'current') throw await olderSchema(connection, name, versions);
        return readerOn(connection, name);
      },
      close: () => connection.close(),
    }),
  };
}

/** A lease with PostgreSQL's errors mapped, once it is held, too. */
export function guardedLease(lease: Lease, name: string): Lease {
  return guarded<Lease>(
    {
      state: lease.state,
      follow: lease.follow,
      async acquire(holder, durationMs) {
        const taken = await lease.acquire(holder, durationMs);
        return 'renew' in taken ? guarded(taken, name) : taken;
      },
    },
    name,
  );
}
