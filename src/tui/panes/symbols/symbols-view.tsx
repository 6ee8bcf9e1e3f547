import { memo } from 'react';
import { recordedRows } from '../../state/recorded-rows.ts';
import { shownNow } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { Painted, type PaneViewProps } from '../painted.tsx';
import { symbolsLine } from './symbols-line.ts';

export const SymbolsView = memo(function SymbolsView({ store, painter, rect }: PaneViewProps) {
  const state = useSelected(store, (whole) => whole);
  const line = symbolsLine({ width: rect.width, rows: recordedRows(state), now: shownNow(state) });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});
