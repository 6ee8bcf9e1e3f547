import { memo } from 'react';
import { keyOfCommand } from '../../keys/named-keys.ts';
import { recordedCount, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { useSelected } from '../../state/store.ts';
import { type WatchedRow, watchedRows } from '../../state/watch.ts';
import { Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { tabsLine } from './tabs.ts';
import { watchForms } from '../symbols/watch-line.ts';

/** Whether the line of the recorded symbols has the price of the symbol on screen. */
const isRecordedShown = (state: DashboardState) =>
  recordedCount(state) > 0 && shownPicture(state).recorded.some(({ symbol }) => symbol === symbolOf(state));

/** The watch list without what the line of the recorded symbols shows. */
function listedRows(state: DashboardState): WatchedRow[] {
  const rows = watchedRows(state);
  if (recordedCount(state) === 0) return rows;
  const recorded = shownPicture(state).recorded.map(({ symbol }) => symbol);
  return rows.filter(({ symbol }) => !recorded.includes(symbol));
}

export const TabsView = memo(function TabsView({ store, painter, rect }: PaneViewProps) {
  const screen = useSelected(store, (state) => state.ui.screen);
  // Recorded symbols have a line of their own, where there are several.
  const quote = useSelected(store, (state) => (isRecordedShown(state) ? null : shownPicture(state).quote));
  // Without a list to show, its changes draw nothing.
  const state = useSelected(store, (whole) => (shownPicture(whole).watch.length > 1 ? whole : null));
  const line = tabsLine({
    width: rect.width,
    screen,
    quote,
    watch: state ? watchForms(listedRows(state)) : [],
    keyOf: (id) => keyOfCommand(store.getState(), `screen-${id}`) ?? '',
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});
