import { messageOf, SpyglassError, toFileError } from '../../base/errors.ts';

/** A file that is not what it was, or never was one of an archive: what is wrong with it. */
export class Damage extends Error {}

/** `archive_damaged` of a file. `what` goes on from its name: `has 3 rows and says 4`. */
export function damaged(file: string, what: string, cause?: unknown): SpyglassError {
  return new SpyglassError('archive_damaged', `The archive’s ${file} ${what}.`, { cause });
}

/**
 * What the file system refused, as `archive_unavailable`; expected errors and the reasons of a signal as they are, the rest as
 * `internal`.
 */
export function toArchiveError(thrown: unknown): unknown {
  const failed = toFileError(thrown);
  if (!failed) return thrown;
  const { code } = thrown as NodeJS.ErrnoException;
  return new SpyglassError('archive_unavailable', failed.message, {
    cause: thrown,
    ...(code !== undefined && hints[code] !== undefined && { hint: hints[code] }),
  });
}

const goesOn = 'Recording goes on, and nothing that is not archived is removed.';
const makeRoom = `Make room on the archive’s disk, or name another one as archive.dir. ${goesOn}`;
const letWrite = `Let this user write there, or name another directory as archive.dir. ${goesOn}`;

/** What to do, where it is something else than usual. */
const hints: Record<string, string> = {
  ENOSPC: makeRoom,
  EDQUOT: makeRoom,
  EROFS: letWrite,
  EACCES: letWrite,
  EPERM: letWrite,
  EIO: `See the system’s log about the disk. ${goesOn}`,
};

/** Runs what reads or writes files of an archive, with its errors as expected ones. */
export async function withArchiveErrors<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw toArchiveError(error);
  }
}

/**
 * Reads something of a file: whatever is wrong with it becomes `archive_damaged`, whatever the disk refuses
 * `archive_unavailable`. Expected errors and the signal's reason stay as they are.
 */
export async function readingFile<R>(file: string, run: () => Promise<R>, signal?: AbortSignal): Promise<R> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SpyglassError || (signal?.aborted && error === signal.reason)) throw error;
    if (error instanceof Damage) throw damaged(file, error.message);
    const failure = toArchiveError(error);
    // Decoders of foreign bytes fail in many ways, such as a number beyond the end of a buffer.
    throw failure instanceof SpyglassError
      ? failure
      : damaged(file, `cannot be read: ${messageOf(error)}`, error);
  }
}
