import type { ShownHost } from '../dashboard-options.ts';
import { type ComponentType, memo, type ReactNode } from 'react';
import type { Charts } from '../charts/charts.ts';
import { DialogView } from '../dialogs/dialog-view.tsx';
import type { PanesLayout } from '../layout/layout.ts';
import type { Rect } from '../layout/rect.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { missingOnScreen } from '../state/playback/playback-selectors.ts';
import { shownPlayback } from '../state/selectors.ts';
import { type Store, useSelected } from '../state/store.ts';
import type { Painter } from '../theme/painter.ts';
import { fadingPainter } from './frame/fade.ts';
import { ChainView } from './chain/chain-view.tsx';
import { ChartView } from './chart/chart-view.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { FooterView } from './frame/footer-view.tsx';
import { HeaderView } from './frame/header-view.tsx';
import { StripView } from './frame/strip-view.tsx';
import { LiveView } from './playback/live-view.tsx';
import { MissingView } from './playback/missing-view.tsx';
import { ScrubView } from './playback/scrub/scrub-view.tsx';
import { SymbolsView } from './symbols/symbols-view.tsx';
import { TabsView } from './frame/tabs/tabs-view.tsx';
import { ExposureView } from './levels/exposure/exposure-view.tsx';
import { HistoryView, LevelsView } from './levels/levels-views.tsx';
import type { PaneViewProps } from './painted.tsx';
import { PaneBoundary } from './pane-boundary.tsx';
import { QuoteView } from './quote/quote-view.tsx';
import { ArchiveView, CoverageView, TablesView } from './store/store-views.tsx';
import { BudgetView, CallsView, EndpointsView, PollsView, UsageView } from './usage/usage-views.tsx';

/** What the panes of a screen are drawn from. */
export interface PanesProps {
  store: Store;
  painter: Painter;
  layout: PanesLayout;
  charts: Charts;
  /** The dashboard started with a daemon inside its process. */
  isEmbedded: boolean;
  /** The daemon's machine; `null` where it is this one. */
  host: ShownHost | null;
  /** Id of this process; `null` where it is not known. */
  pid: number | null;
}

/**
 * The whole screen: frame, panes and the open dialog. Each is drawn behind a boundary, so that one failure stays in
 * its place.
 */
export const Panes = memo(function Panes({ store, painter, layout, charts, ...props }: PanesProps) {
  // A daemon that was started later, or has moved, has a process of its own.
  const isOwn = useSelected(store, ({ connection: { hello } }) => !props.pid || hello?.pid === props.pid);
  const isEmbedded = props.isEmbedded && isOwn;
  const picture = useSelected(store, (state) => (shownPlayback(state) ?? state).picture);
  const isMissing = useSelected(store, (state) => missingOnScreen(state) !== null);
  const dialog = useSelected(store, (state) => state.ui.dialog?.kind ?? null);
  const guarded = (name: string, rect: Rect | null, draw: (rect: Rect) => ReactNode) =>
    rect && (
      <PaneBoundary key={name} name={name} rect={rect} painter={painter} inputs={picture}>
        {draw(rect)}
      </PaneBoundary>
    );
  const common = { store, painter };
  const frame = (name: string, rect: Rect | null, View: ComponentType<PaneViewProps>) =>
    guarded(name, rect, (at) => <View {...common} rect={at} />);
  // Where nothing was recorded, the last picture stays and loses its colours.
  const shown = { store, painter: isMissing ? fadingPainter(painter) : painter };
  const pane = (id: PaneId, View: ComponentType<PaneViewProps>) =>
    guarded(id, layout.panes[id], (at) => <View {...shown} rect={at} />);
  const { quote, chart, levels, history } = layout.panes;
  return (
    <>
      {guarded('header', layout.header, (rect) => (
        <HeaderView {...common} rect={rect} isEmbedded={isEmbedded} host={props.host} />
      ))}
      {frame('live', layout.live, LiveView)}
      {guarded('symbols', layout.symbols, (rect) => (
        <SymbolsView {...shown} rect={rect} />
      ))}
      {frame('screens', layout.tabs, TabsView)}
      {frame('problems', layout.strip, StripView)}
      {guarded('quote', quote, (rect) => (
        <QuoteView {...shown} rect={rect} chart={charts.price} />
      ))}
      {pane('usage', UsageView)}
      {pane('chain', ChainView)}
      {guarded('chart', chart, (rect) => (
        <ChartView {...shown} rect={rect} chart={charts.history} />
      ))}
      {pane('budget', BudgetView)}
      {pane('polls', PollsView)}
      {pane('endpoints', EndpointsView)}
      {pane('calls', CallsView)}
      {pane('tables', TablesView)}
      {pane('coverage', CoverageView)}
      {pane('archive', ArchiveView)}
      {pane('exposure', ExposureView)}
      {guarded('levels', levels, (rect) => (
        <LevelsView {...shown} rect={rect} hasHistoryPane={history !== null} />
      ))}
      {pane('history', HistoryView)}
      {pane('compare', CompareView)}
      {isMissing && frame('missing', layout.body, MissingView)}
      {frame('scrub bar', layout.scrub, ScrubView)}
      {frame('footer', layout.footer, FooterView)}
      {dialog && <GuardedDialog {...{ store, painter, layout, dialog, picture }} />}
    </>
  );
});

/** The key names the dialog, so that a failure of one is not shown for the next. */
function GuardedDialog(
  props: Pick<PanesProps, 'store' | 'painter' | 'layout'> & { dialog: string; picture: unknown },
) {
  const { store, painter, layout, dialog, picture } = props;
  const rect = { x: 2, y: 1, width: layout.columns - 4, height: 6 };
  return (
    <PaneBoundary key={dialog} name={dialog} rect={rect} painter={painter} inputs={picture} isOver>
      <DialogView store={store} painter={painter} />
    </PaneBoundary>
  );
}
