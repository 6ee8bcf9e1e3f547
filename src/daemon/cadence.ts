import type { Settings } from '../config/settings-table.ts';
import { formatNewYorkTime, newYorkDate, newYorkWeekday } from '../market/new-york-time.ts';
import type { MarketHours } from './market-hours.ts';
import { planIntervals } from './plan.ts';
import type { NextRun } from './poller.ts';
import { type Cadence, slotAtOrAfter, windowsOf } from './slots.ts';
import type { Budget } from './upstream/budget.ts';

export type PolledJob = 'quote' | 'chain';

export interface Cadences {
  /** The job's next slot after `after`, with intervals fitted to the budget. */
  next(job: PolledJob, now: number, after: number): NextRun;
  of(job: PolledJob): Cadence;
}

export interface CadencesOptions {
  settings: Settings;
  hours: MarketHours;
  budget: Budget;
  /** Requests that one chain poll takes, as the last one did. */
  callsPerChain: () => number;
}

/** The polled jobs share one budget; this is where they are fitted into it together. */
export function createCadences({ settings, hours, budget, callsPerChain }: CadencesOptions): Cadences {
  const plan = (quoteSeconds: number, chainSeconds: number) => {
    const { callsPerMinute, reserve } = budget.state();
    return planIntervals(
      [
        { job: 'quote', intervalMs: quoteSeconds * 1000, calls: 1 },
        { job: 'chain', intervalMs: chainSeconds * 1000, calls: callsPerChain() },
      ],
      Math.max(callsPerMinute - reserve, 0.5),
    );
  };
  const cadenceOf = (job: PolledJob): Cadence => {
    const trading = plan(settings.quoteSeconds, settings.chainSeconds).intervals[job]!;
    const extended = plan(settings.quoteExtendedSeconds, settings.chainExtendedSeconds).intervals[job]!;
    return { preMs: extended, tradingMs: trading, postMs: extended };
  };
  const wished = (job: PolledJob, isTrading: boolean) =>
    1000 *
    (job === 'quote'
      ? isTrading
        ? settings.quoteSeconds
        : settings.quoteExtendedSeconds
      : isTrading
        ? settings.chainSeconds
        : settings.chainExtendedSeconds);

  return {
    of: cadenceOf,
    next(job, now, after) {
      const cadence = cadenceOf(job);
      const session = hours.calendar.nextSession(after + 1);
      const slot =
        slotAtOrAfter(windowsOf(session, cadence), after + 1) ??
        slotAtOrAfter(windowsOf(hours.calendar.nextSession(session.postClose), cadence), after + 1);
      if (slot === null) return { at: null, intervalMs: null, reason: 'no slot in the coming sessions' };
      const { phase, session: itsSession } = hours.calendar.phaseAt(slot);
      const isTrading = slot >= itsSession.open && slot < itsSession.optionClose;
      const intervalMs = isTrading ? cadence.tradingMs! : phase === 'pre' ? cadence.preMs! : cadence.postMs!;
      if (hours.calendar.phaseAt(now).phase === 'closed' && slot > now) {
        return { at: slot, intervalMs, reason: `market closed until ${weekdayTime(itsSession.preOpen)}` };
      }
      const isStretched = intervalMs > wished(job, isTrading);
      const every = `every ${shortDuration(intervalMs)}`;
      return {
        at: slot,
        intervalMs,
        reason: isStretched ? `${every}: ${budget.state().callsPerMinute} calls/min` : every,
      };
    },
  };
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
