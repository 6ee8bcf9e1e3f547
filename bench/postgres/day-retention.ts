import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { addDays } from '../../src/market/calendar/new-york-time.ts';
import { tradeDateBegin, tradeDateEnd, tradeDateOf } from '../../src/market/calendar/trade-date.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { createPolls } from '../store/polls.ts';
import type { FilledPoll } from './filled.ts';

export interface DayRetention {
  rows: number;
  planMs: number;
  removeMs: number;
  /** What was left of the date, a day later. */
  restMs: number;
}

const hourMs = 3_600_000;

/**
 * Removes the oldest trade date of a filled recording. As each evening, the next session's chain has been polled on it: its last
 * state stays for a day more.
 */
export async function benchDayRetention(
  { retention, chains }: Pick<Recording, 'retention' | 'chains'>,
  polls: readonly FilledPoll[],
): Promise<DayRetention> {
  const date = tradeDateOf(polls[0]!.at);
  const next = createCalendar().nextSession(tradeDateEnd(date)).date;
  await chains.record(createPolls('evening')(next, tradeDateEnd(date) - 2 * hourMs));
  const remove = async (keptFrom: string) => {
    const cutoffs = {
      ...{ market_data_cache: null, spy_quotes: null, api_requests_log: null, alerts: null },
      option_contracts: tradeDateBegin(tradeDateEnd(keptFrom)),
    };
    const plan = await retention.plan(cutoffs, polls.at(-1)!.at);
    return { plan, report: await retention.execute(plan) };
  };
  const { plan, report } = await remove(next);
  const rest = await remove(addDays(next, 1));
  return {
    rows: report.tables.find(({ table }) => table === 'option_contracts')!.rows,
    planMs: plan.durationMs,
    removeMs: report.durationMs,
    restMs: rest.report.durationMs,
  };
}
