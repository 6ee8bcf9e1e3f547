import { directory, keptDays, onOff } from './setting-kinds.ts';
import { setting, unset } from './setting-spec.ts';

/** The archive of sessions that are over. */
export const archiveSettings = {
  archiveEnabled: setting({
    path: 'archive.enabled',
    schema: onOff,
    default: true,
    env: ['SPYGLASS_ARCHIVE'],
    summary:
      'write each session that is over to Parquet files, and remove rows past their retention only where these hold them',
  }),
  archiveDir: unset({
    path: 'archive.dir',
    schema: directory,
    default: null,
    env: ['SPYGLASS_ARCHIVE_DIR'],
    summary:
      'absolute path of the archive’s directory; the demo’s is beside it, with `-demo` at the end; unset: `archive` and `demo-archive` beside the database',
  }),
  archiveKeep: setting({
    path: 'archive.keep',
    schema: keptDays,
    default: 'forever',
    env: ['SPYGLASS_ARCHIVE_KEEP'],
    summary: 'how long archived sessions are kept: `forever`, or a number of days',
  }),
} as const;
