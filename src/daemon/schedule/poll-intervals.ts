import type { Settings } from '../../config/settings/settings-table.ts';
import { formatNewYorkTime, newYorkDate, newYorkWeekday } from '../../market/calendar/new-york-time.ts';
import { sessionStart } from '../../market/calendar/session.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import { type Plan, planTogether, type Wish } from './fit-intervals.ts';
import type { NextRun } from './scheduler.ts';
import { type PollInterval, countSlots, slotAtOrAfter, stretchAt, windowsOf } from './slots.ts';
import type { Budget } from '../../sources/polygon/budget.ts';

export type PolledJob = 'quote' | 'chain';

/** `main`: the main symbol, which is always recorded. `others`: what is watched or looked at besides. */
export type Polled = 'main' | 'others';

export interface PollIntervals {
  /** The job's next slot after `after`, with intervals fitted to the budget. */
  next(job: PolledJob, now: number, after: number, polled?: Polled): NextRun;
  of(job: PolledJob, polled?: Polled): PollInterval;
  /** Calls that the polled jobs will make from one instant of a session to another one. */
  callsUntil(from: number, to: number): number;
  /** Calls of the main symbol's slots between two instants, each by its time. */
  planned(from: number, to: number): number[];
}

export interface PollIntervalsOptions {
  settings: Settings;
  hours: MarketHours;
  budget: Budget;
  /** Requests that one poll of each job takes, as the last one did; 0 for one that is not polled on this plan. */
  calls: Record<PolledJob, () => number>;
  /** The same for all others of a kind together. */
  otherCalls?: Record<PolledJob, () => number>;
}

interface MadePlan {
  quoteSeconds: number;
  /** `null`: chains are not polled. */
  chainSeconds: number | null;
  quoteCalls: number;
  chainCalls: number;
  otherQuoteCalls: number;
  otherChainCalls: number;
  /** Calls a minute. */
  allowed: number;
  plan: Record<Polled, Plan>;
}

/** Plans that are remembered: of trading hours, of those around them and of the night, before and after a few changes. */
const maxPlans = 12;

const none = { quote: () => 0, chain: () => 0 };

/** Where calls are short, slots of different kinds lie apart by these parts of the interval between quotes. */
const offsets: Record<Polled, Record<PolledJob, number>> = {
  main: { quote: 0, chain: 1 / 2 },
  others: { quote: 1 / 4, chain: 3 / 4 },
};

/** The polled jobs share one budget; this is where they are fitted into it together. */
export function createPollIntervals(options: PollIntervalsOptions): PollIntervals {
  const { settings, hours, budget, calls, otherCalls = none } = options;
  const callsOf = (job: PolledJob, polled: Polled) => (polled === 'main' ? calls : otherCalls)[job]();
  /** The same few questions come with every slot; what they depend on changes a few times a day. Latest first. */
  let plans: MadePlan[] = [];
  const plan = (quoteSeconds: number, chainSeconds: number | null): Record<Polled, Plan> => {
    const { callsPerMinute, reserve } = budget.state();
    const allowed = Math.max(callsPerMinute - reserve, 0.5);
    const quoteCalls = calls.quote();
    const chainCalls = chainSeconds === null ? 0 : calls.chain();
    const otherQuoteCalls = otherCalls.quote();
    const otherChainCalls = chainSeconds === null ? 0 : otherCalls.chain();
    for (const made of plans) {
      if (
        made.quoteSeconds === quoteSeconds &&
        made.chainSeconds === chainSeconds &&
        made.quoteCalls === quoteCalls &&
        made.chainCalls === chainCalls &&
        made.otherQuoteCalls === otherQuoteCalls &&
        made.otherChainCalls === otherChainCalls &&
        made.allowed === allowed
      ) {
        return made.plan;
      }
    }
    const wishes = (quotes: number, chains: number): Wish[] => [
      { job: 'quote', intervalMs: quoteSeconds * 1000, calls: quotes },
      { job: 'chain', intervalMs: (chainSeconds ?? 3600) * 1000, calls: chains },
    ];
    const made = planTogether(
      wishes(quoteCalls, chainCalls),
      wishes(otherQuoteCalls, otherChainCalls),
      allowed,
    );
    const latest = {
      ...{ quoteSeconds, chainSeconds, quoteCalls, chainCalls, otherQuoteCalls, otherChainCalls },
      ...{ allowed, plan: made },
    };
    plans = [latest, ...plans.slice(0, maxPlans - 1)];
    return made;
  };
  const pollIntervalOf = (job: PolledJob, polled: Polled = 'main'): PollInterval => {
    const trading = plan(settings.quoteSeconds, settings.chainSeconds);
    const extended = plan(settings.quoteExtendedSeconds, settings.chainExtendedSeconds);
    const extendedMs = extended[polled].intervals[job]!;
    const isSpread = calls.quote() > 0 && (trading.main.isStretched || trading.others.isStretched);
    const offsetMs = isSpread ? offsets[polled][job] * trading.main.intervals.quote! : 0;
    const overnight = () => plan(settings.quoteOvernightSeconds, null)[polled].intervals.quote!;
    return {
      overnightMs: job === 'quote' ? overnight() : null,
      preMs: extendedMs,
      tradingMs: trading[polled].intervals[job]!,
      postMs: extendedMs,
      ...(offsetMs > 0 && { offsetMs }),
    };
  };
  const wishedSeconds = (job: PolledJob, stretch: ReturnType<typeof stretchAt>) => {
    if (stretch === 'overnight') return settings.quoteOvernightSeconds;
    if (job === 'quote') return stretch === 'trading' ? settings.quoteSeconds : settings.quoteExtendedSeconds;
    return stretch === 'trading' ? settings.chainSeconds : settings.chainExtendedSeconds;
  };

  return {
    of: pollIntervalOf,
    callsUntil(from, to) {
      const session = hours.calendar.nextSession(from);
      return (['quote', 'chain'] as const).reduce(
        (sum, job) =>
          (['main', 'others'] as const).reduce(
            (sums, polled) =>
              sums +
              callsOf(job, polled) * countSlots(windowsOf(session, pollIntervalOf(job, polled)), from, to),
            sum,
          ),
        0,
      );
    },
    planned(from, to) {
      return (['quote', 'chain'] as const).flatMap((job) => {
        const windows = windowsOf(hours.calendar.nextSession(from), pollIntervalOf(job));
        const times: number[] = [];
        for (let at = slotAtOrAfter(windows, from + 1); at !== null && at < to; ) {
          for (let call = 0; call < calls[job](); call++) times.push(at);
          at = slotAtOrAfter(windows, at + 1);
        }
        return times;
      });
    },
    next(job, now, after, polled) {
      const pollInterval = pollIntervalOf(job, polled);
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
      const { phase } = calendar.phaseAt(now);
      if (slot > now && phase === 'closed') {
        const begins = pollInterval.overnightMs === null ? session.preOpen : sessionStart(session);
        return { at: slot, intervalMs, reason: `market closed until ${weekdayTime(begins)}` };
      }
      if (phase === 'overnight' && pollInterval.overnightMs === null) {
        return {
          at: slot,
          intervalMs,
          reason: `not polled overnight, until ${weekdayTime(session.preOpen)}`,
        };
      }
      const isStretched = intervalMs > 1000 * wishedSeconds(job, stretch);
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
