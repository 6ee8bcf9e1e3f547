import { memo } from 'react';
import { hintKeys } from '../../keys/named-keys.ts';
import type { Line } from '../../render/line.ts';
import type { PaneId } from '../../layout/pane-ids.ts';
import type { Staleness } from '../../present/staleness.ts';
import { lostStaleness, storeStaleness } from '../../state/freshness.ts';
import { isPlayed, shownAnswers, shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { useSelected } from '../../state/store.ts';
import { jobNamed } from '../../state/jobs.ts';
import { archivePaneLines } from './archive-pane.ts';
import { coveragePaneLines } from './coverage-pane.ts';
import { isFocusedOn, Painted, type PaneViewProps } from '../painted.tsx';
import { staleBox, useStaleness } from '../frame/stale-box.ts';
import { type StorePaneInput, tablesPaneLines } from './store-panes.ts';

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
    const isPlayback = useSelected(store, isPlayed);
    const now = useSelected(store, shownNow);
    const stale = useStaleness(store, staleness);
    const keyOf = hintKeys(store.getState());
    const rebuild = useSelected(store, (state) => (isPlayed(state) ? null : shownPicture(state).rebuild));
    const input = { rect, isFocused, status, retention, coverage, rebuild, failure, isPlayback, now, keyOf };
    const lines = draw(input);
    return <Painted rect={rect} painter={painter} lines={staleBox(lines, stale)} />;
  });
}

export const TablesView = storeView('tables', tablesPaneLines, storeStaleness);

export const CoverageView = storeView('coverage', coveragePaneLines, lostStaleness);

export const ArchiveView = memo(function ArchiveView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('archive'));
  const archive = useSelected(store, (state) => shownPicture(state).archive);
  const job = useSelected(store, (state) => jobNamed(shownPicture(state).jobs, 'archive'));
  const isPlayback = useSelected(store, isPlayed);
  const now = useSelected(store, shownNow);
  const stale = useStaleness(store, lostStaleness);
  const lines = archivePaneLines({ rect, isFocused, archive, job, isPlayback, now });
  return <Painted rect={rect} painter={painter} lines={rect.height < 3 ? lines : staleBox(lines, stale)} />;
});
