import type { Gap, NoticedGap } from '../../../../recordings/gaps.ts';

/** The gaps that were known at an instant, as they were known. @param optionClose when what lasts ends with the session */
export function gapsKnownAt(gaps: readonly NoticedGap[], at: number, optionClose: number): Gap[] {
  return gaps
    .filter(({ noticedAt }) => noticedAt <= at)
    .map(({ noticedAt: _, endNoticedAt, ...gap }) => {
      if (endNoticedAt !== null && endNoticedAt <= at) return gap;
      return { ...gap, endedAt: at >= optionClose ? optionClose : null };
    });
}
