import { messageOf, SpyglassError, toFileError } from '../../../base/errors.ts';
import { megabytes } from '../migrating/migration-plan.ts';
import { toDatabaseError } from '../sqlite-error.ts';

/** What to do where a copy does not fit. */
const roomHint =
  'Nothing was changed. Free some disk space there, or let TMPDIR name a directory with more room. Where you may write to the database, `spyglass db migrate` brings it up to date, and no copy is needed.';

/** A copy that is about to be made, or to be migrated. */
export interface CopyNeeds {
  /** The recording. */
  path: string;
  /** Where the copy goes. */
  parent: string;
  /** What has to be free there. */
  bytes: number;
  /** What is free there, for this user; `null` where that is not known. */
  freeBytes: number | null;
}

/** @throws SpyglassError `database_full` where the directory lacks the room */
export function refuseCopyWithoutRoom({ path, parent, bytes, freeBytes }: CopyNeeds): void {
  if (freeBytes === null || freeBytes >= bytes) return;
  throw new SpyglassError(
    'database_full',
    `a temporary copy of ${path} needs ${megabytes(bytes)} of free space in ${parent}, and there are ${megabytes(freeBytes)}`,
    { hint: roomHint },
  );
}

/** What fails while a copy is made and brought up to date, as an error that names both places. */
export function toCopyError(thrown: unknown, path: string, parent: string): unknown {
  if (thrown instanceof SpyglassError) return thrown;
  const place = `${path} (a temporary copy of it in ${parent})`;
  const error = toDatabaseError(thrown, place);
  const isFull =
    (error instanceof SpyglassError && error.code === 'database_full') ||
    ['ENOSPC', 'EDQUOT'].includes((thrown as NodeJS.ErrnoException).code ?? '');
  if (isFull) {
    const message = `there is no room left for ${place}: ${messageOf(thrown)}`;
    return new SpyglassError('database_full', message, { hint: roomHint, cause: thrown });
  }
  return toFileError(error) ?? error;
}
