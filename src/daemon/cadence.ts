import type { Settings } from '../config/settings-table.ts';
import { formatNewYorkTime, newYorkDate, newYorkWeekday } from '../market/new-york-time.ts';
import type { MarketHours } from './market-hours.ts';
import { type Plan, planIntervals } from './plan.ts';
import type { NextRun } from './poller.ts';
import { type Cadence, countSlots, slotAtOrAfter, windowsOf } from './slots.ts';
import type { Budget } from './upstream/budget.ts';

export type PolledJob = 'quote' | 'chain';

export interface Cadences {
  /** The job's next slot after `after`, with intervals fitted to the budget. */
  next(job: PolledJob, now: number, after: number): NextRun;
  of(job: PolledJob): Cadence;
  /** Calls that the polled jobs will make from one instant of a session to another one. */
  callsUntil(from: number, to: number): number;
}

export interface CadencesOptions {
  settings: Settings;
  hours: MarketHours;
  budget: Budget;
  /** Requests that one poll of each job takes, as the last one did; 0 for one that is not polled on this plan. */
  calls: Record<PolledJob, () => number>;
}

/** The polled jobs share one budget; this is where they are fitted into it together. */
export function createCadences({ settings, hours, budget, calls }: CadencesOptions): Cadences {
  /** The same few questions come with every slot; what they depend on changes a few times a day. */
  const plans = new Map<string, Plan>();
  const plan = (quoteSeconds: number, chainSeconds: number): Plan => {
    const { callsPerMinute, reserve } = budget.state();
    const key = [quoteSeconds, chainSeconds, calls.quote(), calls.chain(), callsPerMinute, reserve].join(' ');
    let made = plans.get(key);
    if (!made) {
      made = planIntervals(
        [
          { job: 'quote', intervalMs: quoteSeconds * 1000, calls: calls.quote() },
          { job: 'chain', intervalMs: chainSeconds * 1000, calls: calls.chain() },
        ],
        Math.max(callsPerMinute - reserve, 0.5),
      );
      if (plans.size > 20) plans.clear();
      plans.set(key, made);
    }
    return made;
  };
  const cadenceOf = (job: PolledJob): Cadence => {
    const trading = plan(settings.quoteSeconds, settings.chainSeconds);
    const extended = plan(settings.quoteExtendedSeconds, settings.chainExtendedSeconds).intervals[job]!;
    // Where calls are short, the chain's lie halfway between two quotes instead of on top of one.
    const isSpread = job === 'chain' && trading.isStretched && calls.quote() > 0;
    return {
      preMs: extended,
      tradingMs: trading.intervals[job]!,
      postMs: extended,
      ...(isSpread && { offsetMs: trading.intervals.quote! / 2 }),
    };
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
    callsUntil(from, to) {
      const session = hours.calendar.nextSession(from);
      return (['quote', 'chain'] as const).reduce(
        (sum, job) => sum + calls[job]() * countSlots(windowsOf(session, cadenceOf(job)), from, to),
        0,
      );
    },
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
