import { hostname } from 'node:os';
import { type Clock, systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { keepRenewing } from '../../base/timing/keep-renewing.ts';
import type { Recording, RecordingReader } from '../../recordings/recording.ts';
import { isLeaseLost } from '../../recordings/shared/lease.ts';
import { connectToStore } from './connection/connect.ts';
import { openDesk } from './desk/open-desk.ts';
import { toDatabaseError } from './postgres-error.ts';
import { readerOn } from './recording-on.ts';
import { olderSchema, schemaState } from './schema-version.ts';

/** How long a command holds the lease without renewing it, in real milliseconds; it renews it each third of that. */
const leaseMs = 15_000;

/** Opens the recording of a shared store for reading. Throws `SpyglassError`: `store`, `no_data`, `database_newer`, `migration_needed`. */
export async function openPostgresForReading(options: { url: string }): Promise<RecordingReader> {
  const { name, connection } = await connectToStore({ url: options.url, clock: systemClock() });
  try {
    const state = await schemaState(connection, name);
    if (state === 'empty')
      throw new SpyglassError('no_data', `${name} is empty: nothing has been recorded there`);
    if (state === 'older') throw await olderSchema(connection, name);
    return { ...readerOn(connection, name), close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw toDatabaseError(error, name);
  }
}

/**
 * Opens the recording of a shared store as its recorder, for a command that works without a daemon; closing it lets go of the
 * lease. Throws `SpyglassError`: `lease_held` and what `openPostgresForReading` throws.
 *
 * @param options.migrate bring an older schema up to date; default true
 */
export async function openPostgresAlone(options: {
  url: string;
  clock: Clock;
  pid: number;
  migrate?: boolean;
}): Promise<Recording> {
  const { url, clock, pid, migrate = true } = options;
  if (!migrate) await (await openPostgresForReading({ url })).close();
  const desk = await openDesk({ url, clock });
  try {
    const held = await desk.lease.acquire({ name: `a command on ${hostname()} (${pid})` }, leaseMs);
    if (!('renew' in held))
      throw new SpyglassError('lease_held', `${held.holder ?? 'another daemon'} records on ${desk.name}`);
    const stopRenewing = keepRenewing({
      ...{ clock, everyMs: leaseMs / 3, renew: held.renew },
      // Every write says so then.
      isOver: isLeaseLost,
    });
    const { recording } = await desk.open({ held, clock });
    let closing: Promise<void> | null = null;
    const close = async () => {
      try {
        await recording.close();
        stopRenewing();
        await held.release();
      } finally {
        await desk.close();
      }
    };
    return {
      ...recording,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await desk.close();
    throw error;
  }
}
