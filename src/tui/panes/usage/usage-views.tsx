import { memo } from 'react';
import type { Line } from '../../render/line.ts';
import type { PaneId } from '../../layout/pane-ids.ts';
import { lostStaleness } from '../../state/freshness.ts';
import { isPlayed, shownNow, shownPicture } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { isFocusedOn, Painted, type PaneViewProps } from '../painted.tsx';
import { staleBox, useStaleness } from '../frame/stale-box.ts';
import { budgetPaneLines } from './usage-budget.ts';
import { type UsagePaneInput, usagePaneLines } from './usage-pane.ts';
import { callsPaneLines, endpointsPaneLines, pollsPaneLines } from './usage-screen.ts';

function usageView(pane: PaneId, draw: (input: UsagePaneInput) => Line[]) {
  return memo(function UsageScreenView({ store, painter, rect }: PaneViewProps) {
    const isFocused = useSelected(store, isFocusedOn(pane));
    const usage = useSelected(store, (state) => shownPicture(state).usage);
    const jobs = useSelected(store, (state) => shownPicture(state).jobs);
    const coverage = useSelected(store, (state) => shownPicture(state).coverage);
    const isPlayback = useSelected(store, isPlayed);
    const firstCall = useSelected(store, (state) => state.ui.firstCall);
    const now = useSelected(store, shownNow);
    const stale = useStaleness(store, lostStaleness);
    const lines = draw({ rect, isFocused, usage, isPlayback, jobs, coverage, now, firstCall });
    return <Painted rect={rect} painter={painter} lines={staleBox(lines, usage && stale)} />;
  });
}

export const BudgetView = memo(function BudgetView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('budget'));
  const usage = useSelected(store, (state) => shownPicture(state).usage);
  const coverage = useSelected(store, (state) => shownPicture(state).coverage);
  const isPlayback = useSelected(store, isPlayed);
  const now = useSelected(store, shownNow);
  const stale = useStaleness(store, lostStaleness);
  const lines = budgetPaneLines({
    ...{ rect, isFocused, usage, isPlayback, coverage, now, look: painter.look },
  });
  return <Painted rect={rect} painter={painter} lines={staleBox(lines, usage && stale)} />;
});

export const UsageView = usageView('usage', usagePaneLines);

export const PollsView = usageView('polls', pollsPaneLines);

export const EndpointsView = usageView('endpoints', endpointsPaneLines);

export const CallsView = usageView('calls', callsPaneLines);
