import type { Clock } from '../../base/clock.ts';
import type { SpyglassError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import type { Recording } from '../../recordings/recording.ts';
import { waitingForDatabase } from '../../db/sqlite/busy-wait.ts';
import { logSetAside, setAsideHint } from '../../db/sqlite/files/stale-log.ts';
import { openDatabase } from '../../db/sqlite/open-database.ts';

/** The database and its owner: the process, and the socket that it answers on. */
export interface OpenRecordingOptions {
  databasePath: string;
  socketPath: string;
  clock: Clock;
  pid: number;
  log: Logger;
  signal: AbortSignal;
}

/** Real ms that a start waits for a lock that another program, such as a backup at boot, holds on the database. */
const busyPatienceMs = 60_000;

/** Opens the database as its owner, waiting for a lock that another program holds. @throws SpyglassError `database_*`, `data_dir` */
export function openRecording(options: OpenRecordingOptions): Promise<Recording> {
  const { databasePath, socketPath, clock, pid, log, signal } = options;
  const busyWait = {
    ...{ clock, patienceMs: busyPatienceMs, signal },
    onWaiting: (error: SpyglassError) => log.warn({ err: error }, waitingForDatabase),
  };
  const onLogSetAside = (aside: string) => log.warn({ log: aside, hint: setAsideHint }, logSetAside);
  return openDatabase({ ...{ path: databasePath, clock, pid, socketPath, busyWait, onLogSetAside } });
}
