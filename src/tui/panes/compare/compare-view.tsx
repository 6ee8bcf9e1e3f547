import { memo } from 'react';
import { recordedRows } from '../../state/recorded-rows.ts';
import { shownNow } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { isFocusedOn, Painted, type PaneViewProps } from '../painted.tsx';
import { comparePaneLines } from './compare-pane.ts';

export const CompareView = memo(function CompareView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('compare'));
  const state = useSelected(store, (whole) => whole);
  const lines = comparePaneLines({
    ...{ rect, isFocused, rows: recordedRows(state), weight: state.ui.weight },
    now: shownNow(state),
  });
  return <Painted rect={rect} painter={painter} lines={lines} />;
});
