import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { duration } from './amounts.ts';
import type { JobCoverage, PhaseState } from '../../protocol/state.ts';

/** `regular, options-late at 2026-11-27 13:00:00`. */
export function phaseText({ phase, closedBecause, nextPhase, nextChangeAt }: PhaseState): string {
  const closed = closedBecause ? ` (${closedBecause})` : '';
  return `${phase}${closed}, ${nextPhase} at ${newYorkDate(nextChangeAt)} ${formatNewYorkTime(nextChangeAt, true)}`;
}

/** `session 2026-11-27 09:30–13:00, early close, options until 13:15`. @param optionClose of the symbol that is meant */
export function sessionText({ session }: PhaseState, optionClose: number): string {
  const early = session.isEarlyClose ? ', early close' : '';
  const hours = `${formatNewYorkTime(session.open)}–${formatNewYorkTime(session.close)}`;
  return `session ${session.date} ${hours}${early}, options until ${formatNewYorkTime(optionClose)}`;
}

/** What of the session was recorded, and what keeps it from being recorded now. */
export function coverageLines(coverage: readonly JobCoverage[]): string[] {
  return coverage.map(({ job, symbol, date, ratio, rebuilt = 0, missingMs, gaps, open }) => {
    // Rounded down: nothing that lacks a minute is called whole.
    const percent = (part: number) => `${(Math.floor(part * 1000) / 10).toFixed(1)} %`;
    const share = ratio === null ? '–' : percent(ratio);
    const afterwards = rebuilt > 0 ? `, rebuilt ${percent(rebuilt)}` : '';
    const missing =
      missingMs > 0 ? `, ${duration(missingMs)} missing in ${gaps} gap${gaps > 1 ? 's' : ''}` : '';
    const now = open ? `; since ${formatNewYorkTime(open.since, true)}: ${open.reason}` : '';
    const [kind, , expiration] = job.split(' ');
    const what = [symbol, expiration, `${kind}s`].filter((word) => word !== undefined).join(' ');
    return `${what} of ${date} recorded: ${share}${afterwards}${missing}${now}`;
  });
}
