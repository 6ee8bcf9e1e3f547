import type { WaitingReason, WaitingSessions } from '../../recordings/reports.ts';

const reasons: Record<WaitingReason | 'unknown', string> = {
  'not-archived': 'is not archived',
  'not-verified': 'was not read back from the archive',
  damaged: 'is damaged in the archive',
  changed: 'has changed since it was archived',
  unknown: 'waits for the archive',
};

/** What waits for the archive and why, for people, as one sentence; it may hold a foreign text. */
export function waitingText({ underlying, rows, date, reason, problem, sessions }: WaitingSessions): string {
  const what = `${underlying} ${rows === 'chains' ? 'chains' : 'quotes and alerts'}`;
  const why = `${reasons[reason]}${problem === null ? '' : ` (${problem})`}`;
  return sessions === 1
    ? `${what} of ${date} stay: that session ${why}.`
    : `${what} of ${sessions} sessions from ${date} on stay: the first one ${why}.`;
}

/** What is lost for ever if rows go that the archive does not hold, for people; empty where nothing is. */
export function lossText(waiting: readonly WaitingSessions[]): string[] {
  return waiting.map(({ underlying, rows, date, lastDate, unarchived }) => {
    const what = `${underlying} ${rows === 'chains' ? 'chains' : 'quotes and alerts'}`;
    const when = date === lastDate ? `of ${date}` : `between ${date} and ${lastDate}`;
    return `Lost for ever: ${what} of ${unarchived} ${unarchived === 1 ? 'session' : 'sessions'} ${when}, which the archive does not hold.`;
  });
}
