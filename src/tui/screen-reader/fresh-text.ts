import { freshnessOf, type ValueTimes } from '../../market/quotes/freshness.ts';
import { freshnessSentence } from '../present/freshness-text.ts';
import { type Staleness, stalenessSentence } from '../present/staleness.ts';
import { shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';

/** How fresh a value is, as the titles of the panes say it. */
export function freshText(state: DashboardState, times: ValueTimes, stale: Staleness | null): string {
  const now = shownNow(state);
  const freshness = freshnessOf(times, shownPicture(state).phase, now);
  return `${freshnessSentence(freshness, now)}${stalenessSentence(stale)}`;
}
