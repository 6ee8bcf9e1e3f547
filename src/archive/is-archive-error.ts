import { SpyglassError } from '../base/errors.ts';

/** Whether an error is about the files of an archive, and not about what reads them. */
export function isArchiveError(error: unknown): error is SpyglassError {
  return (
    error instanceof SpyglassError &&
    (error.code === 'archive_damaged' || error.code === 'archive_unavailable')
  );
}
