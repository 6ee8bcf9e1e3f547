import path from 'node:path';
import type { ArchiveMode } from '../../archive/session-facts.ts';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { archiveAlone } from '../../export/sources/archive-alone.ts';
import type { ExportSources } from '../../export/sources/export-sources.ts';
import type { CopyUnderWay, RecordingReader } from '../../recordings/recording.ts';
import type { StorePlace } from '../../recordings/shared/store-place.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note } from '../output/output.ts';
import { copyText } from '../playback/copy-text.ts';

/** A recording that is read beside its daemon, or without one, or an archive alone. */
export interface ExportHome extends ExportSources {
  db: RecordingReader;
  /** What the daemon's clock says, or this machine's; epoch ms. */
  now: number;
}

/**
 * Opens the recording of the daemon that answers, or the first that there is, for reading; where an archive is named, that alone. A
 * daemon is asked nothing but where it records: millions of rows are no business of its thread.
 *
 * Throws `SpyglassError`: `not_running` where nothing has been recorded, and what `openPast` and `openArchive` throw.
 */
export async function withExportHome<T>(
  invocation: Invocation,
  signal: AbortSignal,
  use: (home: ExportHome) => Promise<T>,
): Promise<T> {
  if (invocation.archive !== null) return await withArchiveAlone(path.resolve(invocation.archive), use);
  const clock = systemClock();
  const found = await findDaemon(invocation, 'export');
  found?.link.close();
  const homes = found
    ? [{ instance: found.instance, place: placeOf(found), now: found.link.hello.now }]
    : candidates(invocation).map((instance) => ({
        ...{ instance, place: instance, now: clock.now() },
      }));
  const { openStorePast } = await import('../../db/open-store.ts');
  const onCopy = (copy: CopyUnderWay) => note(invocation.environment, copyText(copy));
  for (const { instance, place, now } of homes) {
    // Without the archive around it, which would keep what it reads: the export turns to it session by session.
    const db = await openStorePast(place, { clock, onCopy, signal }).catch(ignoreMissing);
    if (!db) continue;
    try {
      return await use({ db, now, openArchived: archiveIn(instance.archiveDir, instance.mode) });
    } finally {
      await db.close();
    }
  }
  throw new SpyglassError('not_running', 'Nothing has been recorded yet.');
}

async function withArchiveAlone<T>(directory: string, use: (home: ExportHome) => Promise<T>): Promise<T> {
  const [{ listSessions }, { openArchive }] = await Promise.all([
    import('../../archive/list/list-sessions.ts'),
    import('../../archive/read/archive-recording.ts'),
  ]);
  const archive = await openArchive({ directory });
  try {
    const { sessions } = await listSessions(directory);
    return await use({
      db: archiveAlone<RecordingReader>(archive, sessions),
      now: systemClock().now(),
      openArchived: archiveIn(directory, archive.mode),
    });
  } finally {
    await archive.close();
  }
}

/** What reads an archive is loaded with the first session of it. */
function archiveIn(directory: string, mode: ArchiveMode): ExportSources['openArchived'] {
  return async (key) => {
    const { openSession } = await import('../../archive/open/open-session.ts');
    return await openSession(directory, key, { mode });
  };
}

/** Where the daemon that answers records. */
function placeOf({ instance, link }: NonNullable<Awaited<ReturnType<typeof findDaemon>>>): StorePlace {
  return { databasePath: link.hello.databasePath, storeUrl: instance.storeUrl };
}
