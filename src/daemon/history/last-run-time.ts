import { lastInstant } from '../../market/calendar/instants.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import { type RecordingEnds, recordingNow } from './recording-now.ts';

/** Where it is read how late it was when a daemon ran last. */
export interface RunEnds extends RecordingEnds {
  apiLog: Pick<RecordingReader['apiLog'], 'last'>;
  archivedSessions: Pick<RecordingReader['archivedSessions'], 'all'>;
}

/**
 * The time in a recording without a daemon (epoch ms), as `recordingNow` has it. On a simulated market nothing is recorded
 * after the end of a trade date until the next one begins, though a daemon has seen it end.
 */
export async function lastRunTime(db: RunEnds, symbol: string, machineNow: number): Promise<number> {
  const now = await recordingNow(db, symbol, machineNow);
  if (now === machineNow) return now;
  const [call] = await db.apiLog.last(1, lastInstant);
  const archived = await db.archivedSessions.all();
  return Math.max(now, call?.timestamp ?? 0, ...archived.map(({ archivedAt }) => archivedAt));
}
