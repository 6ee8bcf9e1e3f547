import type { Clock } from '../../../base/clock.ts';
import type { JobCoverage } from '../../../protocol/state.ts';
import { coverageFigures, gapFigures } from './job-coverage.ts';

/** Says what the coverage shows, when it shows something new. */
export interface GapNews {
  /** To be called after a poll that was kept, and after a gap has begun or ended. */
  look(): void;
  /**
   * To be called after a poll that leaves nothing in the recording but a gap, as it failed or said nothing new: a ratio that
   * has moved is no news of it, since a playback could not say when.
   */
  lookAtGaps(): void;
  close(): void;
}

/** What is looked at, and who is notified. */
export interface GapNewsOptions {
  coverage: () => JobCoverage[];
  onNews: (coverage: JobCoverage[]) => void;
  /** Whether anything is missing at present. */
  isMissing: () => boolean;
  clock: Clock;
}

/** While something is missing, how much is said this often: polls that fail say nothing of it, at whatever times they do. */
export const missingLookMs = 60_000;

/** Looks once a minute while something is missing, counted from when that was noticed, so that a playback can say the same. */
export function createGapNews({ coverage, onNews, isMissing, clock }: GapNewsOptions): GapNews {
  let shown = { all: '', gaps: '' };
  let cancel: (() => void) | null = null;

  const show = (isNews: (figures: typeof shown) => boolean) => {
    const found = coverage();
    const figures = { all: coverageFigures(found), gaps: gapFigures(found) };
    if (isNews(figures)) {
      shown = figures;
      onNews(found);
    }
    follow();
  };
  const look = () => show(({ all }) => all !== shown.all);
  const follow = () => {
    if (isMissing()) cancel ??= clock.after(missingLookMs, tick);
    else close();
  };
  const tick = () => {
    cancel = null;
    look();
  };
  const close = () => {
    cancel?.();
    cancel = null;
  };
  follow();
  return { look, close, lookAtGaps: () => show(({ gaps }) => gaps !== shown.gaps) };
}
