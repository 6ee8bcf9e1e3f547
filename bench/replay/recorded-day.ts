import { recordSession, type SimulatedSession } from '../support/simulated-session.ts';
import { fillDatabase } from '../store/filled.ts';

/** The simulated session that is played, after all that only makes the database large. */
export const playedDate = '2026-11-23';

/** A recording with so many option rows, and after them a simulated session with its levels. */
export type RecordedDay = SimulatedSession;

const pollMs = 60_000;

/** Fills a new database at `path`, and closes it. */
export async function recordDay(path: string, rows: number): Promise<RecordedDay> {
  const { db } = await fillDatabase(path, rows);
  const day = await recordSession(db, playedDate, { chainMs: pollMs, quoteMs: pollMs });
  await db.close();
  return day;
}
