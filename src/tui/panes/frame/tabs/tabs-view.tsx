import { memo } from 'react';
import { shownPicture } from '../../../state/selectors.ts';
import { useSelected } from '../../../state/store.ts';
import { Painted, type PaneViewProps } from '../../painted.tsx';
import { quoteInTabs, tabsInputOf } from './tabs-input.ts';
import { tabsLine } from './tabs.ts';

export const TabsView = memo(function TabsView({ store, painter, rect }: PaneViewProps) {
  // Draws again for what is in the line, and for nothing else.
  useSelected(store, (state) => state.ui.screen);
  useSelected(store, quoteInTabs);
  // Without a list to show, its changes draw nothing.
  useSelected(store, (state) => (shownPicture(state).watch.length > 1 ? state : null));
  const line = tabsLine(tabsInputOf(store.getState(), rect.width));
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});
