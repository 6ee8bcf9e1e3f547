import type { Calendar } from '../../../market/calendar/calendar.ts';
import type { Session } from '../../../market/calendar/session.ts';

/** Part of one session's recording hours: from the opening bell to the close of the options. */
export interface Stretch {
  date: string;
  from: number;
  to: number;
}

/** What was missed longer ago than this is no gap. */
const longestAwayMs = 366 * 86_400_000;

/** What of a span of time lies in recording hours, session by session. */
export function stretchesWithin(calendar: Calendar, from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  let session = calendar.nextSession(Math.max(from, to - longestAwayMs));
  while (session.open < to) {
    const stretch = {
      date: session.date,
      from: Math.max(from, session.open),
      to: Math.min(to, session.optionClose),
    };
    if (stretch.to > stretch.from) stretches.push(stretch);
    session = calendar.nextSession(session.postClose);
  }
  return stretches;
}

/** The session whose coverage is shown: today's from its opening bell on, else the last one. */
export function coveredSession(calendar: Calendar, now: number): Session {
  const { session } = calendar.phaseAt(now);
  return now >= session.open ? session : calendar.previousSession(session.date);
}
