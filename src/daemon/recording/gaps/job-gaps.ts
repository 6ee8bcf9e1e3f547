import type { Clock } from '../../../base/clock.ts';
import type { Gap, GapKey } from '../../../recordings/gaps.ts';
import type { MarketDays } from '../../market-days/market-hours.ts';
import { gapReasons } from './gap-reasons.ts';
import type { GapWriter } from './gap-writer.ts';
import { coveredSession, stretchesWithin } from './session-stretches.ts';

/** The gaps of one job of an underlying: those of the session whose coverage is shown, and of any since; written as they change. */
export interface JobGaps {
  readonly underlying: string;
  /** As the ledger calls it. */
  readonly job: string;
  /** Epoch ms of the latest poll that was kept; `null` if unknown. */
  recordedAt: number | null;
  /** Epoch ms since which nothing is to be recorded, as the plan denies it or the job is given up; `null` while it is. */
  deniedSince: number | null;
  /** The reason, as in the gap that explains it afterwards. */
  deniedBecause: string;
  all(): readonly Gap[];
  /** The gap that has not ended; `null` while nothing is missing. */
  lasting(): Gap | null;
  /** Takes over what the database has, in front of what it does not have yet. */
  load(recorded: readonly Gap[]): void;
  /** Continues a recorded gap that has not ended. */
  resume(lasting: Gap): void;
  add(gap: Omit<Gap, keyof GapKey>): void;
  /** Starts a gap. Its parts in sessions that are over have ended; the rest lasts. */
  begin(from: number, reason: string): void;
  /** Ends what lasts, at the close of its session at the latest. */
  end(at: number): void;
  /** Ends what lasted when the options closed. */
  endWithSession(now: number): void;
  /** The clock was ahead and has been set back: no gap reaches past `now`. Resolves when the database agrees. */
  cutAt(now: number): Promise<void>;
  /** Takes over what the database has from an instant on, in the session whose coverage is shown. */
  replaceSince(from: number, recorded: readonly Gap[]): void;
  /** Adds a gap for polls that could not be stored; consecutive ones are one gap until it is written. */
  lose(from: number, to: number): void;
  /** Whether a poll of the session whose coverage is shown was kept. */
  hasRecorded(): boolean;
}

/** The job, and where its gaps are written. */
export interface JobGapsOptions {
  underlying: string;
  job: string;
  clock: Clock;
  hours: Pick<MarketDays, 'scheduled' | 'stoodClosed'>;
  writer: GapWriter;
  recordedAt: number | null;
}

/** @returns the gaps of one job, empty until `load`, `resume` or `add` */
export function createJobGaps({
  underlying,
  job,
  clock,
  hours,
  writer,
  recordedAt,
}: JobGapsOptions): JobGaps {
  let gaps: Gap[] = [];
  let lasting: Gap | null = null;
  const shownSession = () => coveredSession(hours.scheduled, clock.now());

  const add = (given: Omit<Gap, keyof GapKey>) => {
    const gap = { underlying, job, ...given };
    const { date } = shownSession();
    gaps = [...gaps.filter(({ sessionDate }) => sessionDate >= date), gap];
    if (gap.endedAt === null) lasting = gap;
    writer.write(gap, clock.now());
  };
  const end = (at: number) => {
    if (!lasting) return;
    const session = hours.scheduled.sessionOn(lasting.sessionDate);
    lasting.endedAt = Math.max(lasting.startedAt, Math.min(at, session?.optionClose ?? at));
    writer.write(lasting, clock.now());
    lasting = null;
  };

  const own: JobGaps = {
    ...{ underlying, job, recordedAt, deniedSince: null, deniedBecause: gapReasons.notIncluded, add, end },
    all: () => gaps,
    lasting: () => lasting,
    load(recorded) {
      const known = new Set(gaps.map(({ startedAt }) => startedAt));
      gaps = [...recorded.filter(({ startedAt }) => !known.has(startedAt)), ...gaps];
    },
    resume(last) {
      const found = gaps.find(({ endedAt }) => endedAt === null);
      if (!found) gaps = [...gaps, last];
      lasting = found ?? last;
      writer.adopt(lasting);
    },
    begin(from, why) {
      const now = clock.now();
      const reasonOn = (date: string) => (hours.stoodClosed(date) ? gapReasons.marketClosed : why);
      if (lasting && lasting.reason === reasonOn(lasting.sessionDate)) return;
      end(from);
      for (const { date, from: startedAt, to } of stretchesWithin(hours.scheduled, from, now + 1)) {
        add({ sessionDate: date, startedAt, endedAt: to > now ? null : to, reason: reasonOn(date) });
      }
    },
    endWithSession(now) {
      const session = lasting && hours.scheduled.sessionOn(lasting.sessionDate);
      if (lasting && (!session || now >= session.optionClose)) end(session?.optionClose ?? now);
    },
    cutAt(now) {
      if (lasting && lasting.startedAt > now) lasting = null;
      gaps = gaps.filter(({ startedAt }) => startedAt <= now);
      for (const gap of gaps) if ((gap.endedAt ?? 0) > now) gap.endedAt = now;
      if ((own.recordedAt ?? 0) > now) own.recordedAt = null;
      return writer.cut(own, now);
    },
    replaceSince(from, recorded) {
      gaps = [...gaps.filter(({ startedAt }) => startedAt < from), ...recorded];
    },
    lose(from, to) {
      for (const stretch of stretchesWithin(hours.scheduled, from, to)) {
        const last = gaps.findLast(({ reason }) => reason === gapReasons.notStored);
        if (last && writer.isGrowing(last) && last.endedAt === stretch.from) {
          last.endedAt = stretch.to;
          writer.write(last, clock.now());
        } else {
          const { date: sessionDate, from: startedAt, to: endedAt } = stretch;
          add({ sessionDate, startedAt, endedAt, reason: gapReasons.notStored });
        }
      }
    },
    hasRecorded: () => (own.recordedAt ?? 0) >= shownSession().open,
  };
  return own;
}
