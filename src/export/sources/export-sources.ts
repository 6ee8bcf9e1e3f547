import type { SessionFiles } from '../../archive/open/open-session.ts';
import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { SessionKey, SessionRows } from '../../recordings/session-rows.ts';

/** What an export reads of a database. */
export interface ExportReader
  extends Pick<RecordingReader, 'apiLog' | 'bars' | 'chains' | 'gaps' | 'pollRows' | 'rebuilt' | 'status'> {
  readonly sessions: SessionRows;
  readonly archivedSessions: Pick<ArchivedSessionStore, 'all' | 'of'>;
}

/** What an export reads. */
export interface ExportSources {
  readonly db: ExportReader;
  /** Opens a session of the archive. Throws `SpyglassError` (`archive_damaged`, `archive_unavailable`). */
  openArchived(key: SessionKey): Promise<SessionFiles>;
}
