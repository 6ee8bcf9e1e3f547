import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { SessionCounts, SessionKey, SessionRows } from '../../recordings/session-rows.ts';
import type { SessionFacts } from '../session-facts.ts';

/** What to write, and where. */
export interface WriteSessionOptions {
  /** The archive's directory. */
  directory: string;
  key: SessionKey;
  rows: SessionRows;
  facts: SessionFacts;
  clock: Pick<Clock, 'now'>;
  /** Ends it between two reads; what was written so far is removed. */
  signal: AbortSignal;
  /**
   * Whether the archive's directory must be there already, as it must once sessions are known in it: a disk that is not
   * mounted is not to be written beside. Otherwise it is made.
   */
  mustExist: boolean;
  /**
   * Moves a session there that is damaged, or of another mode, out of the way (`date=….damaged-<time>`), where it would be refused
   * otherwise. A sound one of the same mode is replaced in either case.
   */
  setAside?: boolean;
}

/** A session that was written, read back, and found to be what its source holds. */
export interface WrittenSession {
  /** Rows of each table as `SessionRows.counts` gave them before and after it was written. */
  counts: SessionCounts;
  /** Of all its files. */
  bytes: number;
  /** SHA-256 over the files, in hex: what `verifySession` gives. */
  hash: string;
}

/**
 * Writes a session of a recording beside its place, reads it back, compares it row by row with the recording, and puts it in its
 * place by renames. Whatever happens in between, the place holds a whole session or none; `tidyArchive` removes what is
 * left over, as the next write of the session does.
 *
 * Throws `SpyglassError`: `archive_unavailable` where nothing can be written there, `archive_damaged` where what lies
 * there is no sound session of this mode, what `rows` throws, and the signal's reason.
 */
export async function writeSession(_options: WriteSessionOptions): Promise<WrittenSession> {
  throw new SpyglassError('internal', 'Sessions cannot be written to an archive yet.');
}
