import type { PlannedPoll } from '../../protocol/recorded.ts';
import { table } from './output.ts';

/** Each recorded job with the interval that fits, and why it is not the wanted one. */
export function planLines(plan: readonly PlannedPoll[]): string {
  return table(
    ['recorded', '>every', '>wanted', '>calls', 'why'],
    plan.map(({ job, intervalMs, wantedMs, calls, reason }) => [
      job,
      intervalMs === null ? '–' : secondsText(intervalMs),
      secondsText(wantedMs),
      String(calls),
      reason ?? '',
    ]),
  );
}

function secondsText(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
