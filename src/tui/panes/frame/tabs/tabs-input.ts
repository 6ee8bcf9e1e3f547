import type { Quote } from '../../../../market/quotes/quote.ts';
import { keyOfCommand } from '../../../keys/named-keys.ts';
import { recordedCount, shownPicture, shownSubscription } from '../../../state/selectors.ts';
import type { DashboardState } from '../../../state/state.ts';
import { type WatchedRow, watchedRows } from '../../../state/watch.ts';
import { watchForms } from '../../symbols/watch-line.ts';
import type { TabsInput } from './tabs.ts';

/** The quote whose price is shown; `null` where the line of the recorded symbols has it. */
export function quoteInTabs(state: DashboardState): Quote | null {
  const { recorded, quote } = shownPicture(state);
  const shown = shownSubscription(state).symbol;
  const isRecordedShown = recordedCount(state) > 0 && recorded.some(({ symbol }) => symbol === shown);
  return isRecordedShown ? null : quote;
}

/** The watch list without what the line of the recorded symbols shows; a list of one is none. */
function listedRows(state: DashboardState): WatchedRow[] {
  if (shownPicture(state).watch.length <= 1) return [];
  const rows = watchedRows(state);
  if (recordedCount(state) === 0) return rows;
  const recorded = shownPicture(state).recorded.map(({ symbol }) => symbol);
  return rows.filter(({ symbol }) => !recorded.includes(symbol));
}

/** What the line of screens is drawn from, and what a click on it is looked up in. */
export function tabsInputOf(state: DashboardState, width: number): TabsInput {
  return {
    width,
    screen: state.ui.screen,
    quote: quoteInTabs(state),
    watch: watchForms(listedRows(state)),
    keyOf: (id) => keyOfCommand(state, `screen-${id}`) ?? '',
  };
}
