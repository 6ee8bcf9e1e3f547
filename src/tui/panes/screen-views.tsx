import { memo } from 'react';
import type { LevelsPoint } from '../../market/levels/levels-history.ts';
import { hintKeys, keyOfCommand } from '../keys/named-keys.ts';
import type { Line } from '../render/line.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import type { Staleness } from '../present/staleness.ts';
import { levelsStaleness, lostStaleness, storeStaleness } from '../state/freshness.ts';
import { shownAnswers, shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { useSelected } from '../state/store.ts';
import { watchedRows } from '../state/watch.ts';
import { coveragePaneLines } from './store/coverage-pane.ts';
import { exposurePaneLines } from './levels/exposure-pane.ts';
import { historyPaneLines } from './levels/levels-history.ts';
import { levelsPaneLines } from './levels/levels-pane.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from './painted.tsx';
import { staleBox, useStaleness } from './frame/stale-box.ts';
import { type StorePaneInput, tablesPaneLines } from './store/store-panes.ts';
import { tabsLine } from './frame/tabs.ts';
import { budgetPaneLines } from './usage/usage-budget.ts';
import { type UsagePaneInput, usagePaneLines } from './usage/usage-pane.ts';
import { callsPaneLines, endpointsPaneLines, pollsPaneLines } from './usage/usage-screen.ts';
import { watchForms } from './frame/watch-line.ts';

export const TabsView = memo(function TabsView({ store, painter, rect }: PaneViewProps) {
  const screen = useSelected(store, (state) => state.ui.screen);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  // A list of one has no line of its own, and nothing in it that ages.
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

function usageView(pane: PaneId, draw: (input: UsagePaneInput) => Line[]) {
  return memo(function UsageScreenView({ store, painter, rect }: PaneViewProps) {
    const isFocused = useSelected(store, isFocusedOn(pane));
    const usage = useSelected(store, (state) => shownPicture(state).usage);
    const jobs = useSelected(store, (state) => shownPicture(state).jobs);
    const coverage = useSelected(store, (state) => shownPicture(state).coverage);
    const firstCall = useSelected(store, (state) => state.ui.firstCall);
    const now = useSelected(store, shownNow);
    const stale = useStaleness(store, lostStaleness);
    const lines = draw({ rect, isFocused, usage, jobs, coverage, now, firstCall });
    return <Painted rect={rect} painter={painter} lines={staleBox(lines, usage && stale)} />;
  });
}

export const BudgetView = memo(function BudgetView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('budget'));
  const usage = useSelected(store, (state) => shownPicture(state).usage);
  const coverage = useSelected(store, (state) => shownPicture(state).coverage);
  const now = useSelected(store, shownNow);
  const stale = useStaleness(store, lostStaleness);
  const lines = budgetPaneLines({ rect, isFocused, usage, coverage, now, look: painter.look });
  return <Painted rect={rect} painter={painter} lines={staleBox(lines, usage && stale)} />;
});

export const UsageView = usageView('usage', usagePaneLines);
export const PollsView = usageView('polls', pollsPaneLines);
export const EndpointsView = usageView('endpoints', endpointsPaneLines);
export const CallsView = usageView('calls', callsPaneLines);

function storeView(
  pane: PaneId,
  draw: (input: StorePaneInput) => Line[],
  staleness: (state: DashboardState) => Staleness | null,
) {
  return memo(function StoreScreenView({ store, painter, rect }: PaneViewProps) {
    const isFocused = useSelected(store, isFocusedOn(pane));
    const status = useSelected(store, (state) => shownAnswers(state).status);
    const retention = useSelected(store, (state) => shownAnswers(state).retention);
    const failure = useSelected(store, (state) => shownAnswers(state).failures.status ?? null);
    const coverage = useSelected(store, (state) => shownPicture(state).coverage);
    const now = useSelected(store, shownNow);
    const stale = useStaleness(store, staleness);
    const keyOf = hintKeys(store.getState());
    const lines = draw({ rect, isFocused, status, retention, coverage, failure, now, keyOf });
    return <Painted rect={rect} painter={painter} lines={staleBox(lines, stale)} />;
  });
}

export const TablesView = storeView('tables', tablesPaneLines, storeStaleness);
export const CoverageView = storeView('coverage', coveragePaneLines, lostStaleness);

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

/** Levels that will never come are not waited for. */
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
