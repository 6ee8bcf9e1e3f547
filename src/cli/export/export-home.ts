import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { CopyUnderWay, PastRecording } from '../../recordings/recording.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note } from '../output/output.ts';
import { copyText } from '../playback/copy-text.ts';

/** A recording that is read beside its daemon, or without one. */
export interface ExportHome {
  db: PastRecording;
  instance: Instance;
  /** What the daemon's clock says, or this machine's; epoch ms. */
  now: number;
}

/**
 * Opens the recording of the daemon that answers, or the first that there is, for reading. The daemon is asked nothing but where it
 * records: millions of rows are no business of its thread.
 *
 * Throws `SpyglassError`: `not_running` where nothing has been recorded, and what `openPast` throws.
 */
export async function withExportHome<T>(
  invocation: Invocation,
  signal: AbortSignal,
  use: (home: ExportHome) => Promise<T>,
): Promise<T> {
  const clock = systemClock();
  const found = await findDaemon(invocation, 'export');
  found?.link.close();
  const homes = found
    ? [{ instance: found.instance, path: found.link.hello.databasePath, now: found.link.hello.now }]
    : candidates(invocation).map((instance) => ({
        ...{ instance, path: instance.databasePath, now: clock.now() },
      }));
  const [{ openPast }, { pastRecording }] = await Promise.all([
    import('../../db/sqlite/past/open-past.ts'),
    import('../../daemon/playback/past-recording.ts'),
  ]);
  const onCopy = (copy: CopyUnderWay) => note(invocation.environment, copyText(copy));
  for (const { instance, path, now } of homes) {
    const database = await openPast({ path, clock, onCopy, signal }).catch(ignoreMissing);
    if (!database) continue;
    const db = pastRecording(database, { directory: instance.archiveDir, mode: instance.mode });
    try {
      return await use({ db, instance, now });
    } finally {
      await db.close();
    }
  }
  throw new SpyglassError('not_running', 'Nothing has been recorded yet.');
}
