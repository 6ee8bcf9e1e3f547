import type { Settings } from '../../../config/settings/settings-table.ts';
import { formatNewYorkTime, newYorkDate, newYorkWeekday } from '../../../market/calendar/new-york-time.ts';
import { sessionStart } from '../../../market/calendar/session.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';
import { type CallsOf, createFittedIntervals, type Polled, type PolledJob } from './fitted-intervals.ts';
import type { NextRun } from '../job.ts';
import { type PollInterval, countSlots, slotAtOrAfter, stretchAt, windowsOf } from './slots.ts';
import type { Budget } from '../../../sources/polygon/budget.ts';

/** When the polled jobs are due. They share one budget; this is where they are fitted into it together. */
export interface PollIntervals {
  /** The job's next slot after `after`, with intervals fitted to the budget. */
  next(job: PolledJob, now: number, after: number, polled?: Polled): NextRun;
  of(job: PolledJob, polled?: Polled): PollInterval;
  /** Calls that the polled jobs will make from one instant of a session to another one. */
  callsUntil(from: number, to: number): number;
  /** Says how many requests the polls take from here on. Until then none of that kind is expected. */
  count(polled: Polled, calls: CallsOf): void;
  /** Calls of the main symbol's slots between two instants, each by its time. */
  planned(from: number, to: number): number[];
}

/** The wanted intervals, the market's hours, and the budget that limits them. */
export interface PollIntervalsOptions {
  settings: Settings;
  hours: MarketHours;
  budget: Budget;
}

const polledJobs = ['quote', 'chain'] as const satisfies readonly PolledJob[];
const polledKinds = ['main', 'secondary'] as const satisfies readonly Polled[];

/** Where calls are short, slots of different kinds lie apart by these parts of the interval between quotes. */
const offsets: Record<Polled, Record<PolledJob, number>> = {
  main: { quote: 0, chain: 1 / 2 },
  secondary: { quote: 1 / 4, chain: 3 / 4 },
};

const notPolled: CallsOf = { quote: () => 0, chain: () => 0 };

/** @returns intervals that expect no calls until `count` was called */
export function createPollIntervals({ settings, hours, budget }: PollIntervalsOptions): PollIntervals {
  const calls: Record<Polled, CallsOf> = { main: notPolled, secondary: notPolled };
  const fitted = createFittedIntervals(budget, calls);
  const intervalOf = (job: PolledJob, polled: Polled = 'main'): PollInterval => {
    const trading = fitted(settings.quoteSeconds, settings.chainSeconds);
    const extended = fitted(settings.quoteExtendedSeconds, settings.chainExtendedSeconds);
    const extendedMs = extended[polled].intervals[job]!;
    const isSpread = calls.main.quote() > 0 && (trading.main.isStretched || trading.secondary.isStretched);
    const offsetMs = isSpread ? offsets[polled][job] * trading.main.intervals.quote! : 0;
    const overnight = () => fitted(settings.quoteOvernightSeconds, null)[polled].intervals.quote!;
    return {
      overnightMs: job === 'quote' ? overnight() : null,
      preMs: extendedMs,
      tradingMs: trading[polled].intervals[job]!,
      postMs: extendedMs,
      ...(offsetMs > 0 && { offsetMs }),
    };
  };

  return {
    of: intervalOf,
    count(polled, counted) {
      calls[polled] = counted;
    },
    callsUntil(from, to) {
      const session = hours.calendar.nextSession(from);
      const slots = (job: PolledJob, polled: Polled) =>
        countSlots(windowsOf(session, intervalOf(job, polled)), from, to);
      return polledJobs
        .flatMap((job) => polledKinds.map((polled) => calls[polled][job]() * slots(job, polled)))
        .reduce((sum, count) => sum + count, 0);
    },
    planned(from, to) {
      return polledJobs.flatMap((job) => {
        const windows = windowsOf(hours.calendar.nextSession(from), intervalOf(job));
        const times: number[] = [];
        for (let at = slotAtOrAfter(windows, from + 1); at !== null && at < to; ) {
          for (let call = 0; call < calls.main[job](); call++) times.push(at);
          at = slotAtOrAfter(windows, at + 1);
        }
        return times;
      });
    },
    next: (job, now, after, polled) =>
      nextSlot(job, intervalOf(job, polled), { now, after }, { settings, hours, budget }),
  };
}

/** The job's next slot after an instant, and why it is then. */
function nextSlot(
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
