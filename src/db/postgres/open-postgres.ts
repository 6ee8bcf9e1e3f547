import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Recording, RecordingReader } from '../../recordings/recording.ts';

/** Opens the recording of a shared store for reading. Throws `SpyglassError`: `store`, `no_data`, `database_newer`, `migration_needed`. */
export function openPostgresForReading(_options: { url: string }): Promise<RecordingReader> {
  throw new SpyglassError('store', 'A shared store cannot be opened yet.');
}

/**
 * Opens the recording of a shared store as its recorder, for a command that works without a daemon; closing it lets go of the
 * lease. Throws `SpyglassError`: `lease_held` and what `openPostgresForReading` throws.
 */
export function openPostgresAlone(_options: {
  url: string;
  clock: Clock;
  pid: number;
  migrate?: boolean;
}): Promise<Recording> {
  throw new SpyglassError('store', 'A shared store cannot be opened yet.');
}
