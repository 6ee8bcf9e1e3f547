import { tradeDateOf, tradeDateSpan } from '../../src/market/calendar/trade-date.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import type { FilledPoll } from './filled.ts';

export interface DayRetention {
  rows: number;
  planMs: number;
  removeMs: number;
  freedBytes: number;
}

/** Removes the oldest trade date of a filled recording. */
export async function benchDayRetention(
  { retention }: Pick<Recording, 'retention'>,
  polls: readonly FilledPoll[],
): Promise<DayRetention> {
  const { to } = tradeDateSpan(tradeDateOf(polls[0]!.at));
  const cutoffs = {
    ...{ market_data_cache: null, spy_quotes: null, api_requests_log: null, alerts: null },
    option_contracts: to + 1,
  };
  const plan = await retention.plan(cutoffs, polls.at(-1)!.at);
  const report = await retention.execute(plan);
  return {
    rows: report.tables.find(({ table }) => table === 'option_contracts')!.rows,
    planMs: plan.durationMs,
    removeMs: report.durationMs,
    freedBytes: report.freedBytes,
  };
}
