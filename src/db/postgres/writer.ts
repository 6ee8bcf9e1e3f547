import { type Clock, withinLimit } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { PostgresConnection, SqlTransaction } from './connection/sql.ts';

/**
 * The one writer of a recording. Units of work run one after the other, in the order in which they were given, each in a
 * transaction of its own that first locks the lease and looks whether it is still held. What a unit throws undoes and fails
 * this unit alone.
 */
export interface PostgresWriter {
  /**
   * @throws SpyglassError `lease_lost` when the lease has ended or is another daemon's by the time the unit has its turn;
   * `not_running` when the recording is closed before
   */
  write<T>(work: (sql: SqlTransaction) => Promise<T>): Promise<T>;
  /**
   * Takes no more work. Resolves when all that was given has ended, or real `limitMs` have passed: what has not begun by
   * then fails.
   */
  close(clock: Clock, limitMs: number): Promise<void>;
}

/** Which lease a writer writes under. */
export interface WriterLease {
  market: string;
  token: number;
}

/**
 * Until the transaction ends, nobody else can take the lease, and its holder can renew it; a process that was stopped finds
 * it taken.
 */
export const lockLease =
  'select 1 from recorder_lease where market = $1 and token = $2 and expires_at > now_ms() for key share';

/** A writer under a lease; what it throws comes as the driver threw it, but for its own `SpyglassError`. */
export function createPostgresWriter(connection: PostgresConnection, lease: WriterLease): PostgresWriter {
  let last: Promise<unknown> = Promise.resolve();
  let isClosing = false;
  let isOver = false;
  const refuse = (): never => {
    throw new SpyglassError('not_running', 'The recording is closed.');
  };
  return {
    write<T>(work: (sql: SqlTransaction) => Promise<T>): Promise<T> {
      const inTransaction = () =>
        connection.transaction(async (sql) => {
          const held = await sql.get(lockLease, [lease.market, lease.token]);
          if (!held) throw leaseLost(lease.market);
          return await work(sql);
        });
      const unit = last.then(isClosing ? refuse : () => (isOver ? refuse() : inTransaction()));
      last = Promise.allSettled([unit]);
      return unit;
    },
    async close(clock, limitMs) {
      isClosing = true;
      await withinLimit(clock, limitMs, last);
      isOver = true;
    },
  };
}

/** What a write without the lease fails with. */
export function leaseLost(market: string): SpyglassError {
  return new SpyglassError(
    'lease_lost',
    `this daemon’s lease on the ${market} market has ended; nothing was written`,
  );
}

/** A writer for those that only read: every write fails. */
export function refusingWriter(): PostgresWriter {
  return {
    write: () =>
      Promise.reject(
        new SpyglassError('read_only', 'This recording was opened for reading.', {
          hint: 'Only the recorder writes: whoever holds the lease.',
        }),
      ),
    close: () => Promise.resolve(),
  };
}
