/** By how much what is recorded grows with each session (trade date), all symbols together, in bytes. */
export interface DiskGrowth {
  /** Until retention removes as much as comes. */
  database: { perSession: number; sessionsLeft: number };
  /** `sessionsLeft`: until `archive.keep` does; `Infinity` where sessions are kept for ever. */
  archive: { perSession: number; sessionsLeft: number };
}

/** Sessions until so many free bytes are used up; `Infinity` where they never are. */
export function sessionsUntilFull(freeBytes: number, { database, archive }: DiskGrowth): number {
  const ends = [...new Set([database.sessionsLeft, archive.sessionsLeft])].sort((one, other) => one - other);
  let free = freeBytes;
  let sessions = 0;
  for (const end of ends) {
    const perSession = [database, archive]
      .filter(({ sessionsLeft }) => sessionsLeft > sessions)
      .reduce((sum, growth) => sum + growth.perSession, 0);
    const span = end - sessions;
    if (perSession > 0 && free < perSession * span) return sessions + free / perSession;
    if (perSession > 0) free -= perSession * span;
    sessions = end;
  }
  return Number.POSITIVE_INFINITY;
}

/** Trading days of an average year. */
const tradingDays = 252;

/** `12 days`, `5 months`, `31 years`, `for ever`: trading days as days of the calendar, roughly. */
export function spanText(sessions: number): string {
  const days = (sessions / tradingDays) * 365;
  if (days > 36_500) return 'over a hundred years';
  if (days < 60) return `${Math.floor(days)} ${Math.floor(days) === 1 ? 'day' : 'days'}`;
  const months = days / 30.4;
  return months < 24 ? `${Math.floor(months)} months` : `${Math.floor(days / 365)} years`;
}

/** Days of the calendar. */
export const calendarDaysOf = (sessions: number): number => (sessions / tradingDays) * 365;
