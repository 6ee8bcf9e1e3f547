import path from 'node:path';
import { archiveDirOf } from '../config/instance.ts';
import type { DaemonDeps } from './core.ts';
import type { ArchivePlace } from './playback/past-recording.ts';

/** Where a daemon's sessions are archived. @param databasePath symbolic links resolved */
export function archivePlaceOf(
  deps: Pick<DaemonDeps, 'mode' | 'archiveDir'>,
  databasePath: string,
): ArchivePlace {
  const mode = deps.mode === 'demo' ? 'demo' : 'live';
  return { mode, directory: deps.archiveDir ?? archiveDirOf({ mode }, path.dirname(databasePath)) };
}
