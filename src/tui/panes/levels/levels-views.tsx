import { memo } from 'react';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { levelsStaleness } from '../../state/freshness.ts';
import { comparedLevels } from '../../state/playback/comparison.ts';
import { shownNow, shownPicture } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { historyPaneLines } from './levels-history.ts';
import { whyNoLevels } from './levels-state.ts';
import { levelsPaneLines } from './levels-pane.ts';
import { isFocusedOn, Painted, type PaneViewProps } from '../painted.tsx';
import { staleBox, useStaleness } from '../frame/stale-box.ts';

const noHistory: readonly LevelsPoint[] = [];

export const LevelsView = memo(function LevelsView({
  store,
  painter,
  rect,
  hasHistoryPane,
}: PaneViewProps & { hasHistoryPane: boolean }) {
  const isFocused = useSelected(store, isFocusedOn('levels'));
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const history = useSelected(store, (state) =>
    hasHistoryPane ? noHistory : shownPicture(state).levelsHistory,
  );
  const weight = useSelected(store, (state) => state.ui.weight);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const now = useSelected(store, shownNow);
  const why = useSelected(store, whyNoLevels);
  const compared = useSelected(store, comparedLevels);
  const stale = useStaleness(store, levelsStaleness);
  const lines = levelsPaneLines({
    ...{ rect, isFocused, levels, weight, phase, now, why, history, compared },
    isStale: stale !== null,
  });
  return <Painted rect={rect} painter={painter} lines={staleBox(lines, stale)} />;
});

export const HistoryView = memo(function HistoryView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('history'));
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const history = useSelected(store, (state) => shownPicture(state).levelsHistory);
  const weight = useSelected(store, (state) => state.ui.weight);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const now = useSelected(store, shownNow);
  const stale = useStaleness(store, levelsStaleness);
  const lines = historyPaneLines({
    ...{ rect, isFocused, levels, history, weight, phase, now },
  });
  return <Painted rect={rect} painter={painter} lines={staleBox(lines, stale)} />;
});
