import { countdownText } from '../../base/countdown-text.ts';
import type { Usage } from '../../protocol/state.ts';
import type { BudgetState } from '../../recordings/usage.ts';

/** `8 of 10 calls in the last minute, 2 left, the next in 12s, 1 kept for you`; `now` by the daemon's clock. */
export function budgetLine({ used, callsPerMinute, reserve, nextFreeAt }: BudgetState, now: number): string {
  const next = nextFreeAt === null ? '' : `, the next in ${countdownText(nextFreeAt - now)}`;
  const left = Math.max(0, callsPerMinute - used);
  return `${used} of ${callsPerMinute} calls in the last minute, ${left} left${next}, ${reserve} kept for you`;
}

/** How many rows of answers were left out, and under that why, commonest first. */
export function rejectedLines({ count, reasons }: Usage['rejectedRows']): string[] {
  const width = Math.max(...reasons.map((each) => String(each.count).length)) + 2;
  return [
    `rows left out since the daemon started: ${count}`,
    ...reasons.map((each) => `${String(each.count).padStart(width)}  ${each.reason}`),
  ];
}
