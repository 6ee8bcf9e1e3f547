import { dayHistory } from './day-history.ts';
import { daysHistory } from './days-history.ts';
import type { History, HistoryInput } from './history.ts';

/** What the chart of a range draws; `null` while there is nothing to draw. */
export function historyOf(input: HistoryInput): History | null {
  return input.range === '1D' ? dayHistory(input) : daysHistory(input);
}
