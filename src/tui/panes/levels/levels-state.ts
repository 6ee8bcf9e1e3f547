import { levelsExpiry } from './levels-text.ts';
import { shownAnswers, shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';

/** Says so where levels will never come. */
export const whyNoLevels = (state: DashboardState): string | null =>
  shownPicture(state).chain?.chain.isStrikesOnly
    ? 'Levels are made of option prices, which this plan does not have.'
    : null;

/** Why there is no sum of expirations, where that is known; `null` while it may still come. */
export function whyNoSum(state: DashboardState): string | null {
  const failure = shownAnswers(state).failures.sum;
  if (failure) return failure.message;
  if (state.frozen) return 'The picture was frozen before the expirations were added up.';
  return whyNoLevels(state);
}

/** What the chain on screen is called in few words: `0-DTE`; `nearest` before its first levels. */
export function chainKind(state: DashboardState): string {
  const { levels, phase } = shownPicture(state);
  return levels ? levelsExpiry(levels, { phase, now: shownNow(state) }).split(' · ')[0]! : 'nearest';
}
