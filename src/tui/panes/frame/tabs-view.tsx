import { memo } from 'react';
import { keyOfCommand } from '../../keys/named-keys.ts';
import { shownPicture } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { watchedRows } from '../../state/watch.ts';
import { Painted, type PaneViewProps } from '../painted.tsx';
import { tabsLine } from './tabs.ts';
import { watchForms } from './watch-line.ts';

export const TabsView = memo(function TabsView({ store, painter, rect }: PaneViewProps) {
  const screen = useSelected(store, (state) => state.ui.screen);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  // A watch list of one symbol is not shown here, so its changes draw nothing.
  const state = useSelected(store, (whole) => (shownPicture(whole).watch.length > 1 ? whole : null));
  const line = tabsLine({
    width: rect.width,
    screen,
    quote,
    watch: state ? watchForms(watchedRows(state)) : [],
    keyOf: (id) => keyOfCommand(store.getState(), `screen-${id}`) ?? '',
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});
