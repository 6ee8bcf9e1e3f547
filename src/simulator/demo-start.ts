import type { Calendar } from '../market/calendar/calendar.ts';
import { newYorkDate, newYorkInstant } from '../market/calendar/new-york-time.ts';
import type { Session } from '../market/calendar/session.ts';

const startTime = '10:30';

/** A demo that began later than this before the closing bell would have little left to show. */
const minMinutes = 15;

/**
 * Instant (epoch ms) at which a demo's virtual clock begins: 10:30 New York of today's session, or of the one before
 * when today has none; but after the last instant that the demo's database has recorded (`null`: none), so that a
 * demo that is started again goes on where it left off. What would be too near the close moves to the next session.
 */
export function demoStart(realNow: number, calendar: Calendar, lastRecordedAt: number | null): number {
  const today = newYorkDate(realNow);
  const usual = startOf(calendar.sessionOn(today) ?? calendar.previousSession(today));
  const earliest = Math.max(usual, lastRecordedAt === null ? usual : lastRecordedAt + 1000);
  const session = calendar.sessionOn(newYorkDate(earliest));
  if (session) {
    const start = Math.max(earliest, startOf(session));
    if (start <= session.close - minMinutes * 60_000) return start;
    return startOf(calendar.nextSession(session.postClose));
  }
  return startOf(calendar.nextSession(earliest));
}

function startOf(session: Session): number {
  return newYorkInstant(session.date, startTime);
}
