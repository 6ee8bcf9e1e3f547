import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { SessionCounts, SessionKey, SessionRows } from '../../recordings/session-rows.ts';
import { leftoverEndings, sessionFile, sessionFileNames } from '../archive-paths.ts';
import { withArchiveErrors } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { openFolder } from '../session/open-files.ts';
import type { ArchivedFacts, SessionFacts } from '../session-facts.ts';
import { schemaVersion } from '../tables/tables.ts';
import { hashFiles, verifyOrder, verifySession } from '../verify/verify-session.ts';
import { batchSources } from './batches.ts';
import {
  nameFiles,
  placesOf,
  putInPlace,
  type SessionPlaces,
  setAside,
  tidySession,
} from './put-in-place.ts';
import { compareTable, writeTable } from './write-table.ts';

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
  /** The machine's, but in tests. */
  files?: ArchiveFiles;
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
export async function writeSession(options: WriteSessionOptions): Promise<WrittenSession> {
  const { directory, key, rows, facts, clock, signal, files = diskFiles } = options;
  return withArchiveErrors(async () => {
    const places = placesOf(directory, key);
    await makePlace(files, options, places);
    const isInTheWay = await findInTheWay(files, options, places);
    const counts = await rows.counts(key);
    await files.makeDirectory(places.partial);
    try {
      const archived = { ...facts, schema: schemaVersion, writtenAt: clock.now() };
      const written = await writeFiles(files, options, places, archived);
      await refuseChange(rows, key, counts);
      await nameFiles(files, places.partial);
      signal.throwIfAborted();
      if (isInTheWay) await setAside(files, places, key.date, clock.now());
      await putInPlace(files, places);
      return { counts, ...written };
    } catch (error) {
      await tidyAfter(files, places, error);
      throw error;
    }
  });
}

/** The archive's own directory, the one of the underlying, and nothing that an earlier write left. */
async function makePlace(
  files: ArchiveFiles,
  { directory, mustExist }: WriteSessionOptions,
  places: SessionPlaces,
): Promise<void> {
  if (mustExist && !(await files.isDirectory(directory))) {
    throw new SpyglassError('archive_unavailable', `The archive’s directory ${directory} is gone.`, {
      hint: 'Mount its disk, or move the directory back; or name the one where the archive is now as archive.dir. Recording goes on, and nothing that is not archived is removed.',
    });
  }
  if (!(await files.isDirectory(directory))) {
    await files.makeDirectory(directory);
    await files.syncDirectory(path.dirname(directory));
  }
  await files.makeDirectory(places.parent);
  await files.syncDirectory(directory);
  await tidySession(files, places);
}

/** Whether something lies in the place that is to be set aside. Throws where it is to be refused. */
async function findInTheWay(
  files: ArchiveFiles,
  { directory, key, facts, signal, setAside: isSetAside = false }: WriteSessionOptions,
  { session }: SessionPlaces,
): Promise<boolean> {
  if (!(await files.isDirectory(session))) return false;
  try {
    await verifySession(directory, key, { mode: facts.mode }, signal, files);
    return false;
  } catch (error) {
    if (isSetAside && error instanceof SpyglassError && error.code === 'archive_damaged') return true;
    throw error;
  }
}

async function writeFiles(
  files: ArchiveFiles,
  { directory, key, rows, signal }: WriteSessionOptions,
  { partial }: SessionPlaces,
  facts: ArchivedFacts,
): Promise<Omit<WrittenSession, 'counts'>> {
  const sources = batchSources(rows, key);
  for (const name of sessionFileNames) {
    const file = path.join(partial, sessionFile(name) + leftoverEndings.partial);
    await writeTable(files, file, sources[name], { facts, table: name, key }, signal);
  }
  await files.syncDirectory(partial);
  const folder = path.relative(directory, partial);
  const open = await openFolder(files, directory, folder, key, facts.mode, leftoverEndings.partial);
  try {
    for (const name of sessionFileNames) await compareTable(open.files[name], sources[name], signal);
    await verifyOrder(open.files.chain, signal);
    return await hashFiles(open, signal);
  } finally {
    await open.close();
  }
}

/** A poll that was recorded meanwhile is in some of the files and not in others. */
async function refuseChange(rows: SessionRows, key: SessionKey, before: SessionCounts): Promise<void> {
  const now = await rows.counts(key);
  if (Object.entries(now).every(([table, count]) => before[table as keyof SessionCounts] === count)) return;
  throw new SpyglassError(
    'archive_unavailable',
    `The session of ${key.underlying} on ${key.date} changed while it was archived.`,
    { hint: 'It is tried again by itself; or run `spyglass archive now DATE`.' },
  );
}

/** What this cannot tidy, the next write does; why the write failed is what is said. */
async function tidyAfter(files: ArchiveFiles, places: SessionPlaces, error: unknown): Promise<void> {
  try {
    await tidySession(files, places);
  } catch (second) {
    if (error instanceof Error && error.cause === undefined) error.cause = second;
  }
}
