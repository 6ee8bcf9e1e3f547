import type { GapStore } from '../../../recordings/gaps.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import { gapReasons } from './gap-reasons.ts';
import type { JobGaps } from './job-gaps.ts';
import { coveredSession } from './session-stretches.ts';

/** What the gaps of a start are read from. */
export interface GapsAtStart {
  store: Pick<GapStore, 'last' | 'closeOpen' | 'ofSession'>;
  calendar: Calendar;
  startedAt: number;
  /** Whether the plan was known before this start to deny what the job records. */
  isDenied: boolean;
}

/** What decides since when polls are missing. Times are epoch ms. */
export interface Downtime {
  /** Epoch ms of the daemon's last sign of life before this start; `null` if there is none. */
  lastAliveAt: number | null;
  /** Whether a first start counts the session up to it as missed. */
  countsFirstSession: boolean;
  /** Whether the underlying was not recorded until now, while others were. */
  isNew?: boolean;
  /** Why nothing was recorded before this start; by default no daemon was running. */
  downReason?: string | null;
  /** Epoch ms of the first slot after an instant. */
  dueAfter: (at: number) => number;
}

/** Adds a gap for what a job missed since the daemon ran last. */
export async function addDowntime(
  gaps: JobGaps,
  { store, calendar, startedAt, isDenied }: GapsAtStart,
  { lastAliveAt, countsFirstSession, isNew, downReason, dueAfter }: Downtime,
): Promise<void> {
  const last = await store.last(gaps, lastInstant);
  let from = gaps.recordedAt === null ? null : dueAfter(gaps.recordedAt);
  if (last) {
    // A gap that was open when the daemon died lasted at least as long as the daemon lived.
    const endedAt =
      last.endedAt ??
      Math.min(
        Math.max(last.startedAt, lastAliveAt ?? 0),
        calendar.sessionOn(last.sessionDate)?.optionClose ?? startedAt,
      );
    if (last.endedAt === null) await store.closeOpen(gaps, endedAt, startedAt);
    from = Math.max(from ?? 0, endedAt);
  }
  const { date, open, optionClose } = coveredSession(calendar, startedAt);
  gaps.load(await store.ofSession(gaps.underlying, date, lastInstant, gaps.job));
  // A demo begins with its first start; from then on what a job has never recorded is missing there, too.
  const counts = countsFirstSession || lastAliveAt !== null;
  if (from === null && counts && startedAt < optionClose) from = open;
  if (isDenied && !gaps.hasRecorded()) gaps.deniedSince = 0;
  else if (from !== null && from < startedAt)
    gaps.begin(from, isNew ? gapReasons.notYet : (downReason ?? gapReasons.down));
}

/** Continues the gaps of the daemon that has handed over: nothing was missed since. */
export async function continueGaps(
  gaps: JobGaps,
  { store, calendar, startedAt, isDenied }: GapsAtStart,
): Promise<void> {
  const { date } = coveredSession(calendar, startedAt);
  gaps.load(await store.ofSession(gaps.underlying, date, lastInstant, gaps.job));
  const last = await store.last(gaps, lastInstant);
  if (last?.endedAt === null) gaps.resume(last);
  if (isDenied && !gaps.hasRecorded()) gaps.deniedSince = 0;
}
