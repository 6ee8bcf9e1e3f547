import { shownCursor } from '../../panes/chart/cursor/shown-cursor.ts';
import { shownChart } from '../../panes/chart/shown-chart.ts';
import type { LookedAt } from '../../state/rule-proposals.ts';
import type { DashboardState } from '../../state/state.ts';
import { shownListing } from '../chain/chain-listing.ts';
import { moneyOf } from '../chain/scroll.ts';

/** What somebody who presses a key looks at: a price under the cursor of the chart, and a strike. */
export function lookedAt(state: DashboardState): LookedAt {
  const chart = shownChart(state);
  const cursor = chart && shownCursor(state, chart);
  return { cursorPrice: cursor?.reading.price ?? null, strike: strikeOf(state) };
}

/** The strike that is looked at: the selected one, where the strikes of the levels stand, or the one at the money. */
function strikeOf(state: DashboardState): LookedAt['strike'] {
  const { focus, exposureCentre, chainScroll } = state.ui;
  if (focus === 'exposure' && exposureCentre !== null) {
    return { strike: exposureCentre, name: 'the strike in the middle' };
  }
  if (chainScroll.selected !== null) return { strike: chainScroll.selected, name: 'the selected strike' };
  const listing = shownListing(state);
  if (!listing) return null;
  const money = moneyOf(state);
  const strikes = listing.rows.map(({ strike }) => strike);
  const nearer = (a: number, b: number) => (Math.abs(b - money) < Math.abs(a - money) ? b : a);
  return strikes.length === 0 ? null : { strike: strikes.reduce(nearer), name: 'the strike at the money' };
}
