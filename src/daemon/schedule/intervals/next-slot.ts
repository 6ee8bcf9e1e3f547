import type { Settings } from '../../../config/settings/settings-table.ts';
import { formatNewYorkTime, newYorkDate, newYorkWeekday } from '../../../market/calendar/new-york-time.ts';
import { sessionStart } from '../../../market/calendar/session.ts';
import type { Budget } from '../../../sources/polygon/budget.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';
import type { NextRun } from '../job.ts';
import type { PolledJob } from './recorded-polls.ts';
import { type PollInterval, slotAtOrAfter, stretchAt, windowsOf } from './slots.ts';

/** The wanted intervals, the market's hours, and the budget that limits them. */
export interface PollIntervalsOptions {
  settings: Settings;
  hours: MarketHours;
  budget: Pick<Budget, 'state'>;
}

/** Of a job without slots. */
export const notPolled: PollInterval = { overnightMs: null, preMs: null, tradingMs: null, postMs: null };

/** The job's next slot after an instant, and why it is then. */
export function nextSlot(
  job: PolledJob,
  pollInterval: PollInterval,
  { now, after }: { now: number; after: number },
  { settings, hours, budget }: PollIntervalsOptions,
): NextRun {
  const { calendar } = hours;
  let session = calendar.nextSession(after + 1);
  let slot = slotAtOrAfter(windowsOf(session, pollInterval), after + 1);
  if (slot === null) {
    session = calendar.nextSession(session.postClose);
    slot = slotAtOrAfter(windowsOf(session, pollInterval), after + 1);
  }
  if (slot === null) return { at: null, intervalMs: null, reason: 'no slot in the coming sessions' };
  const stretch = stretchAt(session, slot);
  const intervalMs = pollInterval[`${stretch}Ms`]!;
  const due = { at: slot, intervalMs };
  const { phase } = calendar.phaseAt(now);
  if (slot > now && phase === 'closed') {
    const begins = pollInterval.overnightMs === null ? session.preOpen : sessionStart(session);
    return { ...due, reason: `market closed until ${weekdayTime(begins)}` };
  }
  if (phase === 'overnight' && pollInterval.overnightMs === null) {
    return { ...due, reason: `not polled overnight, until ${weekdayTime(session.preOpen)}` };
  }
  const isStretched = intervalMs > 1000 * wishedSeconds(settings, job, stretch);
  const every = `every ${shortDuration(intervalMs)}`;
  return { ...due, reason: isStretched ? `${every}: ${budget.state().callsPerMinute} calls/min` : every };
}

function wishedSeconds(settings: Settings, job: PolledJob, stretch: ReturnType<typeof stretchAt>): number {
  if (stretch === 'overnight') return settings.quoteOvernightSeconds;
  if (job === 'quote') return stretch === 'trading' ? settings.quoteSeconds : settings.quoteExtendedSeconds;
  return stretch === 'trading' ? settings.chainSeconds : settings.chainExtendedSeconds;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon 09:30`, in New York. */
export function weekdayTime(at: number): string {
  return `${weekdays[newYorkWeekday(newYorkDate(at)) - 1]} ${formatNewYorkTime(at)}`;
}

function shortDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 || seconds % 60 !== 0 ? `${seconds} s` : `${seconds / 60} min`;
}
