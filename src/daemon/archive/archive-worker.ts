import { type ArchiveFiles, diskFiles } from '../../archive/files/archive-files.ts';
import { importSession } from '../../archive/import/import-session.ts';
import { type ListedSessions, listSessions } from '../../archive/list/list-sessions.ts';
import type { SessionFacts } from '../../archive/session-facts.ts';
import { removeSession } from '../../archive/write/remove-session.ts';
import { tidyArchive } from '../../archive/write/tidy-archive.ts';
import {
  type ExpectedSession,
  type VerifiedSession,
  verifySession,
} from '../../archive/verify/verify-session.ts';
import { type WrittenSession, writeSession } from '../../archive/write/write-session.ts';
import type { Clock } from '../../base/clock.ts';
import type { SessionCounts, SessionKey, SessionRows } from '../../recordings/session-rows.ts';

/** How a call is stopped, and how it says that it gets on. */
export interface WorkRun {
  signal: AbortSignal;
  /** Part of the work that is done, 0 to 1. */
  onProgress: (share: number) => void;
}

/** A session to write. */
export interface WriteRequest {
  directory: string;
  key: SessionKey;
  facts: SessionFacts;
  /** See `WriteSessionOptions`. */
  mustExist: boolean;
  setAside: boolean;
}

/** A session to read. */
export interface VerifyRequest {
  directory: string;
  key: SessionKey;
  expected: ExpectedSession;
}

/** A session of another archive. */
export interface ImportRequest {
  /** The other archive's directory. */
  from: string;
  directory: string;
  key: SessionKey;
  mode: SessionFacts['mode'];
}

/**
 * Does what takes long beside the recording: reads the rows of sessions, writes and reads their files. It notes nothing in
 * the database. Each call throws what its part of `src/archive` does.
 */
export interface ArchiveWorker {
  /** Rows of each of these sessions as the database has them. */
  count(keys: readonly SessionKey[]): Promise<SessionCounts[]>;
  write(request: WriteRequest, run: WorkRun): Promise<WrittenSession>;
  verify(request: VerifyRequest, run: WorkRun): Promise<VerifiedSession>;
  /** Copies a session of another archive into this one. */
  import(request: ImportRequest, run: WorkRun): Promise<VerifiedSession>;
  /** What lies in an archive, once leftovers of an interrupted write are gone. */
  list(directory: string): Promise<ListedSessions>;
  remove(directory: string, key: SessionKey): Promise<void>;
  close(): Promise<void>;
}

/**
 * A worker in this thread.
 * @param rows of the recording; not closed by it
 * @param files the machine's, but in tests
 */
export function createArchiveWorker(
  rows: SessionRows,
  clock: Pick<Clock, 'now'>,
  files: ArchiveFiles = diskFiles,
): ArchiveWorker {
  return {
    async count(keys) {
      const counts: SessionCounts[] = [];
      for (const key of keys) counts.push(await rows.counts(key));
      return counts;
    },
    async write(request, { signal, onProgress }) {
      const { contracts } = await rows.counts(request.key);
      return await writeSession({
        ...request,
        rows: followed(rows, contracts, onProgress),
        clock,
        signal,
        files,
      });
    },
    verify: ({ directory, key, expected }, { signal }) =>
      verifySession(directory, key, expected, signal, files),
    import: (request, { signal }) => importSession({ ...request, signal, files }),
    async list(directory) {
      await tidyArchive(directory, files);
      return await listSessions(directory, files);
    },
    remove: (directory, key) => removeSession(directory, key, files),
    close: async () => {},
  };
}

/** Its rows are read twice: to be written, and to be compared with what was. */
function followed(rows: SessionRows, total: number, onProgress: (share: number) => void): SessionRows {
  let read = 0;
  return {
    ...rows,
    async contracts(key, after, limit) {
      const found = await rows.contracts(key, after, limit);
      read += found.reduce((sum, states) => sum + states.length, 0);
      if (total > 0) onProgress(Math.min(1, read / (2 * total)));
      return found;
    },
  };
}
