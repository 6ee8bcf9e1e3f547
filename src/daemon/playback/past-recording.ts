import { type ArchiveRecording, openArchive } from '../../archive/read/archive-recording.ts';
import { withArchive } from '../../archive/read/with-archive.ts';
import type { ArchiveMode } from '../../archive/session-facts.ts';
import type { RecordingReader } from '../../recordings/recording.ts';

/** Where a database's sessions are archived. */
export interface ArchivePlace {
  /** It need not exist as long as nothing was removed from the database. */
  directory: string;
  mode: ArchiveMode;
}

/**
 * All that is known of the past, as everything that reads it has it: a database with what retention has taken from it. Closing
 * it closes the database.
 */
export function pastRecording<R extends RecordingReader>(database: R, archive: ArchivePlace): R {
  return withArchive({ database, ...archive });
}

/** The same of an archive alone. Throws as `openArchive`. */
export function pastOfArchive(directory: string): Promise<ArchiveRecording> {
  return openArchive({ directory });
}
