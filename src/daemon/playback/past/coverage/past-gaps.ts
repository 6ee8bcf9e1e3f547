import type { Gap, NoticedGap } from '../../../../recordings/gaps.ts';

/** What is polled. */
export type PollKind = 'quote' | 'chain';

/** Which polls of one instant have failed by then: a gap is noticed with a poll. */
export type SeenOf = (kind: PollKind) => boolean;

/** In the ledger, `chain 2026-11-30` is a chain's job. */
const kindOf = ({ job }: NoticedGap): PollKind => (job === 'quote' ? 'quote' : 'chain');

/**
 * With which poll of its instant each gap was noticed: its own, or of several noticed at one instant the first with the
 * quote's, since that comes first.
 * @param gaps those of one instant in the order in which they were noticed
 */
export function noticedWith(gaps: readonly NoticedGap[]): ReadonlyMap<NoticedGap, PollKind> {
  const kinds = new Map<NoticedGap, PollKind>();
  for (const together of Map.groupBy(gaps, ({ noticedAt }) => noticedAt).values()) {
    const places = together.map(kindOf).sort().reverse();
    for (const [index, gap] of together.entries()) kinds.set(gap, places[index]!);
  }
  return kinds;
}

/**
 * The gaps that were known at an instant, as they were known.
 * @param optionClose when what lasts ends with the session
 * @param seen which polls of that very instant had failed, if they did
 */
export function gapsKnownAt(
  gaps: readonly NoticedGap[],
  { at, optionClose, seen }: { at: number; optionClose: number; seen: SeenOf },
): Gap[] {
  const kinds = noticedWith(gaps);
  return gaps
    .filter((gap) => gap.noticedAt < at || (gap.noticedAt === at && seen(kinds.get(gap)!)))
    .map(({ noticedAt: _, endNoticedAt, ...gap }) => {
      if (endNoticedAt !== null && endNoticedAt <= at) return gap;
      return { ...gap, endedAt: at >= optionClose ? optionClose : null };
    });
}
