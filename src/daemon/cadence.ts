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

interface MadePlan {
  quoteSeconds: number;
  chainSeconds: number;
  quoteCalls: number;
  chainCalls: number;
  /** Calls a minute. */
  allowed: number;
  plan: Plan;
}

/** Plans that are remembered: one for trading hours and one for the rest, before and after a few changes. */
const mostPlans = 8;

/** The polled jobs share one budget; this is where they are fitted into it together. */
export function createCadences({ settings, hours, budget, calls }: CadencesOptions): Cadences {
  /** The same few questions come with every slot; what they depend on changes a few times a day. Latest first. */
  let plans: MadePlan[] = [];
  const plan = (quoteSeconds: number, chainSeconds: number): Plan => {
    const { callsPerMinute, reserve } = budget.state();
    const allowed = Math.max(callsPerMinute - reserve, 0.5);
    const quoteCalls = calls.quote();
    const chainCalls = calls.chain();
    for (const made of plans) {
      if (
        made.quoteSeconds === quoteSeconds &&
        made.chainSeconds === chainSeconds &&
        made.quoteCalls === quoteCalls &&
        made.chainCalls === chainCalls &&
        made.allowed === allowed
      ) {
        return made.plan;
      }
    }
    const made = planIntervals(
      [
        { job: 'quote', intervalMs: quoteSeconds * 1000, calls: quoteCalls },
        { job: 'chain', intervalMs: chainSeconds * 1000, calls: chainCalls },
      ],
      allowed,
    );
    const latest = { quoteSeconds, chainSeconds, quoteCalls, chainCalls, allowed, plan: made };
    plans = [latest, ...plans.slice(0, mostPlans - 1)];
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
      const { calendar } = hours;
      let session = calendar.nextSession(after + 1);
      let slot = slotAtOrAfter(windowsOf(session, cadence), after + 1);
      if (slot === null) {
        session = calendar.nextSession(session.postClose);
        slot = slotAtOrAfter(windowsOf(session, cadence), after + 1);
      }
      if (slot === null) return { at: null, intervalMs: null, reason: 'no slot in the coming sessions' };
      const isTrading = slot >= session.open && slot < session.optionClose;
      const extendedMs = slot < session.open ? cadence.preMs! : cadence.postMs!;
      const intervalMs = isTrading ? cadence.tradingMs! : extendedMs;
      if (slot > now && calendar.phaseAt(now).phase === 'closed') {
        return { at: slot, intervalMs, reason: `market closed until ${weekdayTime(session.preOpen)}` };
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
