import { memo } from 'react';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { hintKeys } from '../../keys/named-keys.ts';
import { levelsStaleness } from '../../state/freshness.ts';
import { shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { useSelected } from '../../state/store.ts';
import { exposurePaneLines } from './exposure-pane.ts';
import { historyPaneLines } from './levels-history.ts';
import { levelsPaneLines } from './levels-pane.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { staleBox, useStaleness } from '../frame/stale-box.ts';

export const ExposureView = memo(function ExposureView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('exposure'));
  const symbol = useSelected(store, symbolOf);
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const weight = useSelected(store, (state) => state.ui.weight);
  const centre = useSelected(store, (state) => state.ui.exposureCentre);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const now = useSelected(store, shownNow);
  const why = useSelected(store, whyNoLevels);
  const stale = useStaleness(store, levelsStaleness);
  const lines = exposurePaneLines({
    ...{ rect, isFocused, symbol, levels, weight, centre, phase, now, why },
    isStale: stale !== null,
    keyOf: hintKeys(store.getState()),
  });
  return <Painted rect={rect} painter={painter} lines={staleBox(lines, stale)} />;
});

/** Says so where levels will never come. */
const whyNoLevels = (state: DashboardState) =>
  shownPicture(state).chain?.chain.isStrikesOnly
    ? 'Levels are made of option prices, which this plan does not have.'
    : null;

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
  const stale = useStaleness(store, levelsStaleness);
  const lines = levelsPaneLines({
    ...{ rect, isFocused, levels, weight, phase, now, why, history },
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
