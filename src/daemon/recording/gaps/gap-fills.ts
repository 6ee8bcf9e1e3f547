import type { Calendar } from '../../../market/calendar/calendar.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { GapStore, NoticedGap } from '../../../recordings/gaps.ts';
import type { JobGaps } from './job-gaps.ts';

/** Time that a poll covers which was stored afterwards: from its slot to the next one. Epoch ms. */
export interface Fill {
  from: number;
  to: number;
}

/** Where gaps are recorded, and what says which sessions there are. */
export interface GapFillOptions {
  store: Pick<GapStore, 'noticed' | 'replaceSince'>;
  calendar: Calendar;
  now: number;
  /** The session whose coverage is shown. */
  shownDate: string;
}

/** Which of some instants lie in gaps of a job; `null` while one lasts, which nothing can be said of yet. */
export async function missingAt(
  own: JobGaps,
  options: Pick<GapFillOptions, 'store' | 'calendar' | 'now'>,
  instants: readonly number[],
): Promise<number[] | null> {
  const gaps = await gapsSince(own, options, Math.min(...instants));
  if (own.lasting()) return null;
  return instants.filter((at) => gaps.some(({ startedAt, endedAt }) => startedAt <= at && at < endedAt!));
}

/** Makes gaps shorter by what was filled. Does nothing while one lasts. */
export async function fillGaps(own: JobGaps, options: GapFillOptions, fills: readonly Fill[]): Promise<void> {
  const { store, shownDate } = options;
  const all = await gapsSince(own, options, Math.min(...fills.map(({ from }) => from)));
  const touched = all.filter((gap) => fills.some((fill) => overlaps(gap, fill)));
  if (touched.length === 0 || own.lasting()) return;
  const first = Math.min(...touched.map(({ startedAt }) => startedAt));
  const rest = all.filter(({ startedAt }) => startedAt >= first).flatMap((gap) => without(gap, fills));
  // In one turn: nothing that is noticed meanwhile comes in between.
  const writing = store.replaceSince(own, first, rest);
  own.replaceSince(
    first,
    rest
      .filter(({ sessionDate }) => sessionDate === shownDate)
      .map(({ noticedAt: _, endNoticedAt: __, ...gap }) => gap),
  );
  await writing;
}

/** A job's gaps from the session of an instant on. */
async function gapsSince(
  own: JobGaps,
  { store, calendar, now }: Pick<GapFillOptions, 'store' | 'calendar' | 'now'>,
  from: number,
): Promise<NoticedGap[]> {
  const gaps: NoticedGap[] = [];
  const lastDate = newYorkDate(now);
  for (
    let { session } = calendar.phaseAt(from);
    session.date <= lastDate;
    session = calendar.nextSession(session.postClose)
  ) {
    gaps.push(...(await store.noticed(own.underlying, session.date, lastInstant)));
  }
  return gaps.filter(({ job, endedAt }) => job === own.job && endedAt !== null);
}

function overlaps({ startedAt, endedAt }: NoticedGap, { from, to }: Fill): boolean {
  return startedAt < to && from < endedAt!;
}

/** What is left of a gap. */
function without(gap: NoticedGap, fills: readonly Fill[]): NoticedGap[] {
  return fills.reduce<NoticedGap[]>(
    (parts, fill) =>
      parts.flatMap((part) => {
        if (!overlaps(part, fill)) return [part];
        const before = { ...part, endedAt: fill.from };
        const after = { ...part, startedAt: fill.to };
        return [before, after].filter(({ startedAt, endedAt }) => startedAt < endedAt!);
      }),
    [gap],
  );
}
