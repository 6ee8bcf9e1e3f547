import type { NoticedGap } from '../../../../recordings/gaps.ts';
import { missingLookMs } from '../../../recording/gaps/gap-news.ts';
import { gapReasons } from '../../../recording/gaps/gap-reasons.ts';
import { noticedWith, type PollKind } from './past-gaps.ts';
import type { SessionFacts } from './past-coverage.ts';

/** An instant at which the daemon looked whether the coverage shows something new. */
export interface CoverageLook {
  at: number;
  /** After which poll: one that was kept, or that failed and so began a gap; `null` after none. */
  of: PollKind | null;
}

/**
 * When the daemon looked because of the gaps of a session: as it noticed one, and once a minute while one lasted. An end
 * is seen by the look after the poll that was kept; a daemon that ends its gaps as it closes says nothing of it.
 */
export function looksAtGaps({ gaps, session }: SessionFacts): CoverageLook[] {
  const starts = startsOf(gaps);
  const noticed = [...noticedWith(gaps)]
    .filter(([{ noticedAt }]) => !starts.includes(noticedAt))
    .map(([{ noticedAt }, of]): CoverageLook => ({ at: noticedAt, of }));
  const whileMissing = missingLooks(gaps, session.optionClose);
  return [...noticed, ...whileMissing.map((at): CoverageLook => ({ at, of: null }))];
}

/** When a daemon started that found the polls before it missing: it says so after its first poll. */
export function startsOf(gaps: readonly NoticedGap[]): number[] {
  return gaps
    .filter(({ reason }) => reason === gapReasons.down || reason === gapReasons.notYet)
    .map(({ noticedAt }) => noticedAt);
}

/** Once a minute from when something was found missing until nothing was. */
function missingLooks(gaps: readonly NoticedGap[], optionClose: number): number[] {
  const starts = startsOf(gaps);
  const endOf = ({ endedAt, endNoticedAt }: NoticedGap) => {
    // What lasts ends with the session, which the first look after it shows.
    const isToTheEnd = endedAt === null || endNoticedAt === null || endedAt >= optionClose;
    if (isToTheEnd) return optionClose + missingLookMs;
    // A daemon that was killed looked no more.
    return starts.includes(endNoticedAt) ? endedAt : endNoticedAt;
  };
  const looks: number[] = [];
  let stretch = { from: 0, to: 0 };
  const missing = gaps.map((gap) => ({ from: gap.noticedAt, to: endOf(gap) }));
  const end = () => {
    for (let at = stretch.from + missingLookMs; at < stretch.to; at += missingLookMs) looks.push(at);
  };
  for (const next of missing.sort((one, other) => one.from - other.from)) {
    if (next.from <= stretch.to) stretch.to = Math.max(stretch.to, next.to);
    else {
      end();
      stretch = next;
    }
  }
  end();
  return looks;
}
