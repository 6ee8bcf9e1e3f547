import type { Clock } from '../base/clock.ts';
import type { PastRecording, Recording, RecordingReader } from '../recordings/recording.ts';
import type { StorePlace } from '../recordings/shared/store-place.ts';
import type { OpenPastOptions } from './sqlite/past/open-past.ts';

/**
 * Opens a recording for reading, beside whoever records into it. Loads the driver of that kind of recording alone.
 *
 * Throws `SpyglassError`: what `openForReading` of SQLite throws; of a shared store `store`, `no_data` where nothing was recorded
 * there yet, and `database_newer` or `migration_needed` where it is of another schema.
 */
export async function openStoreForReading(
  { databasePath, storeUrl }: StorePlace,
  { isOwnProcess = false }: { isOwnProcess?: boolean } = {},
): Promise<RecordingReader> {
  if (storeUrl) {
    const { openPostgresForReading } = await import('./postgres/open-postgres.ts');
    return await openPostgresForReading({ url: storeUrl });
  }
  const { openForReading } = await import('./sqlite/open-for-reading.ts');
  return await openForReading({ path: databasePath, isOwnProcess });
}

/**
 * Opens any recording for reading, of any schema where that is possible: a database is copied where it must be, a shared store is
 * read as it is.
 *
 * Throws `SpyglassError`: what `openPast` of SQLite throws; of a shared store what `openStoreForReading` throws.
 */
export async function openStorePast(
  place: StorePlace,
  options: Omit<OpenPastOptions, 'path'>,
): Promise<PastRecording> {
  if (place.storeUrl) return { ...(await openStoreForReading(place)), copy: null };
  const { openPast } = await import('./sqlite/past/open-past.ts');
  return await openPast({ ...options, path: place.databasePath });
}

/** Who opens a recording to write where no daemon runs. */
export interface StoreOwnerOptions {
  clock: Clock;
  pid: number;
  /** Bring an older schema up to date, unless that takes long; default true. */
  migrate?: boolean;
}

/**
 * Opens a recording as its one owner, for a command that works without a daemon. Of a shared store it is the recorder until
 * it closes it.
 *
 * Throws `SpyglassError`: what `openDatabase` of SQLite throws; of a shared store `lease_held`, and what `openStoreForReading` throws.
 */
export async function openStoreAsOwner(place: StorePlace, options: StoreOwnerOptions): Promise<Recording> {
  if (place.storeUrl) {
    const { openPostgresAlone } = await import('./postgres/open-postgres.ts');
    return await openPostgresAlone({ url: place.storeUrl, ...options });
  }
  const { openDatabase } = await import('./sqlite/open-database.ts');
  return await openDatabase({ path: place.databasePath, ...options });
}
