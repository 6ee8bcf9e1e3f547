import type { Session } from '../../../market/calendar/session.ts';
import { calendarOf } from '../../../market/products/product-calendar.ts';
import type { PlannedPoll } from '../../../protocol/recorded.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';
import type { NextRun } from '../job.ts';
import type { CallsOf, Fits } from './fitted-intervals.ts';
import { nextSlot, notPolled, type PollIntervalsOptions } from './next-slot.ts';
import { createPhaseFits, type PhaseFits } from './phase-fits.ts';
import { type PolledJob, plannedPolls, type RecordedPoll, tooFewCalls } from './recorded-polls.ts';
import { offsetOf, type Polled, secondaryOffset } from './slot-offsets.ts';
import { countSlots, type PollInterval, slotsBetween, windowsOf } from './slots.ts';

/** When the jobs of one underlying are due. */
export interface PollIntervals {
  /** The job's next slot after `after`, with intervals fitted to the budget. */
  next(job: PolledJob, now: number, after: number, polled?: Polled): NextRun;
  of(job: PolledJob, polled?: Polled): PollInterval;
  /** Why the job is given up; `null` where it is polled. */
  givenUp(job: PolledJob): string | null;
  /** The same by the hours of another underlying's options. */
  by(underlying: string): PollIntervals;
}

/** When all polled jobs are due. They share one budget; this is where they are fitted into it together. */
export interface SharedIntervals {
  /** Takes in a recorded job; within a rank, earlier ones are more important. Returns how to take it out. */
  add(poll: RecordedPoll): () => void;
  /** What else is polled takes so many requests from here on. Until then none is expected. */
  count(calls: CallsOf): void;
  /** The intervals of an underlying whose recorded jobs have these names, by the hours of its options. */
  ofJobs(names: Record<PolledJob, string>, underlying: string): PollIntervals;
  /** When the last of the recorded options stop trading in the session at hand at an instant, or the next one. */
  optionsEnd(at: number): number;
  /** Calls that the polled jobs will make from one instant of a session to another one. */
  callsUntil(from: number, to: number): number;
  /** Calls of the recorded jobs' slots between two instants, each by its time. */
  planned(from: number, to: number): number[];
  /** How the recorded jobs fit while options trade. */
  plan(): PlannedPoll[];
}

const polledJobs = ['quote', 'chain'] as const satisfies readonly PolledJob[];

/** @returns intervals that expect no calls until jobs are added */
export function createPollIntervals(options: PollIntervalsOptions): SharedIntervals {
  const { hours, budget } = options;
  const polls: RecordedPoll[] = [];
  let calls: CallsOf = { quote: () => 0, chain: () => 0 };
  const fits = createPhaseFits(options, polls, () => calls);
  const { recordedInterval, secondaryInterval } = intervalsOf(polls, fits);

  const ofJobs: SharedIntervals['ofJobs'] = (names, underlying) => {
    const of = (kind: PolledJob, which: Polled = 'main') =>
      which === 'main' ? recordedInterval(names[kind]) : secondaryInterval(kind);
    const givenUp = (kind: PolledJob) =>
      fits().trading.main.givenUp.includes(names[kind]) ? tooFewCalls(budget.state().callsPerMinute) : null;
    return {
      ...{ of, givenUp, by: (other) => ofJobs(names, other) },
      next(kind, now, after, which = 'main') {
        const reason = which === 'main' ? givenUp(kind) : null;
        if (reason !== null) return { at: null, intervalMs: null, reason };
        // The quotes of the watch list are polled together.
        const isOfMany = which === 'secondary' && kind === 'quote';
        const calendar = isOfMany ? hours.calendar : calendarOf({ underlying }, hours.calendar);
        return nextSlot(kind, of(kind, which), { now, after }, { ...options, hours: { calendar } });
      },
    };
  };

  return {
    ofJobs,
    add(poll) {
      polls.push(poll);
      return () => void polls.splice(polls.indexOf(poll), 1);
    },
    count(counted) {
      calls = counted;
    },
    ...countedSlots(polls, hours, { recordedInterval, secondaryInterval }, () => calls),
    plan() {
      const { whileTrading, trading } = fits();
      return plannedPolls(polls, whileTrading, trading.main, budget.state().callsPerMinute);
    },
  };
}

/** What slots add up to, each underlying by the hours of its options. */
function countedSlots(
  polls: readonly RecordedPoll[],
  hours: MarketHours,
  { recordedInterval, secondaryInterval }: ReturnType<typeof intervalsOf>,
  secondaryCalls: () => CallsOf,
): Pick<SharedIntervals, 'optionsEnd' | 'callsUntil' | 'planned'> {
  const sessionOf = ({ symbol }: RecordedPoll, at: number) =>
    calendarOf({ underlying: symbol }, hours.calendar).nextSession(at);
  return {
    optionsEnd(at) {
      const sessions =
        polls.length > 0 ? polls.map((poll) => sessionOf(poll, at)) : [hours.calendar.nextSession(at)];
      return Math.max(...sessions.map(({ optionClose }) => optionClose));
    },
    callsUntil(from, to) {
      const slots = (session: Session, interval: PollInterval) =>
        countSlots(windowsOf(session, interval), from, to);
      const recorded = polls.map(
        (poll) => poll.calls() * slots(sessionOf(poll, from), recordedInterval(poll.name)),
      );
      const session = hours.calendar.nextSession(from);
      const other = polledJobs.map(
        (kind) => secondaryCalls()[kind]() * slots(session, secondaryInterval(kind)),
      );
      return [...recorded, ...other].reduce((sum, count) => sum + count, 0);
    },
    planned(from, to) {
      return polls.flatMap((poll) => {
        const windows = windowsOf(sessionOf(poll, from), recordedInterval(poll.name));
        const slots = slotsBetween(windows, from, to);
        return slots.flatMap((at) => Array.from({ length: poll.calls() }, () => at));
      });
    },
  };
}

/** The intervals of each stretch of a session, with where its slots lie. */
function intervalsOf(polls: readonly RecordedPoll[], fits: () => PhaseFits) {
  const interval = (
    kind: PolledJob,
    { overnight, extended, trading }: PhaseFits,
    offsetMs: number,
    of: (fits: Fits) => number | null,
  ): PollInterval => ({
    overnightMs: kind === 'quote' ? of(overnight) : null,
    preMs: of(extended),
    tradingMs: of(trading),
    postMs: of(extended),
    ...(offsetMs > 0 && { offsetMs }),
  });
  return {
    recordedInterval(name: string): PollInterval {
      const now = fits();
      const poll = polls.find((one) => one.name === name);
      if (!poll || now.trading.main.givenUp.includes(name)) return notPolled;
      const offsetMs = now.trading.main.offsets?.[name] ?? offsetOf(poll, polls, now.spread);
      return interval(poll.kind, now, offsetMs, ({ main }) => main.intervals[name] ?? null);
    },
    secondaryInterval(kind: PolledJob): PollInterval {
      const now = fits();
      const offsetMs = secondaryOffset(kind, polls, now.spread);
      return interval(kind, now, offsetMs, ({ secondary }) => secondary.intervals[kind]!);
    },
  };
}
