import { memo, useMemo } from 'react';
import { dayTimes } from '../../charts/history/day-history.ts';
import type { History } from '../../charts/history/history.ts';
import type { HistoryChart } from '../../charts/history/history-chart.ts';
import { plotCellsOf } from '../../charts/history/history-chart-input.ts';
import type { LevelSteps } from '../../charts/history/level-steps.ts';
import { rangeTerms } from '../../charts/range.ts';
import { historyOf } from '../../charts/history/range-history.ts';
import { hintKeys } from '../../keys/named-keys.ts';
import { chartStaleness } from '../../state/freshness.ts';
import { shownAnswers, shownNow, shownPicture } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { useLevelSteps } from './chart-levels.ts';
import { chartPaneLines, chartRoom } from './chart-pane.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { directionOf } from '../quote/quote-facts.ts';
import { staleBox, useStaleness } from '../frame/stale-box.ts';

const noBars: readonly never[] = [];

function useHistory({ store, rect }: PaneViewProps) {
  const style = useSelected(store, (state) => state.ui.chartStyle);
  const range = useSelected(store, (state) => state.ui.chartRange);
  const answer = useSelected(store, (state) => shownAnswers(state).bars[state.ui.chartRange]);
  const priceLine = useSelected(store, (state) => shownPicture(state).priceLine);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const now = useSelected(store, shownNow);
  const times = priceLine && phase ? dayTimes(priceLine, phase, now) : null;
  const plotCells = plotCellsOf(chartRoom(rect).width);
  const { from, to, open, close } = times ?? { from: 0, to: 0, open: 0, close: 0 };
  const bars = answer?.bars ?? noBars;
  // Only daily bars take today's bar from the quote. Other ranges use the price line, which changes less often.
  const dayQuote = rangeTerms[range].timeframe === 'daily' ? quote : null;
  return useMemo(
    () =>
      historyOf({
        ...{ range, style, bars, priceLine, quote: dayQuote, plotCells },
        times: to > from ? { from, to, open, close } : null,
      }),
    [range, style, bars, priceLine, dayQuote, from, to, open, close, plotCells],
  );
}

interface DrawnChart {
  history: History | null;
  steps: LevelSteps;
}

/** A redraw takes some milliseconds, so the picture is drawn again only when something in it changes. */
function useDrawnChart(
  { store, painter, rect, chart }: PaneViewProps & { chart: HistoryChart },
  { history, steps }: DrawnChart,
) {
  const { look } = painter;
  const { width, height } = chartRoom(rect);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const range = useSelected(store, (state) => state.ui.chartRange);
  const previousClose = range === '1D' ? (quote?.previousClose ?? null) : null;
  const direction = quote ? directionOf(quote) : 'dim';
  const token = direction === 'dim' ? 'accent' : direction;
  return useMemo(
    () => history && chart.draw({ ...{ width, height, history, previousClose, token, look }, levels: steps }),
    [chart, width, height, history, previousClose, token, look, steps],
  );
}

export const ChartView = memo(function ChartView({
  store,
  painter,
  rect,
  chart,
}: PaneViewProps & { chart: HistoryChart }) {
  const isFocused = useSelected(store, isFocusedOn('chart'));
  const symbol = useSelected(store, symbolOf);
  const range = useSelected(store, (state) => state.ui.chartRange);
  const style = useSelected(store, (state) => state.ui.chartStyle);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const answer = useSelected(store, (state) => shownAnswers(state).bars[state.ui.chartRange]);
  const failure = useSelected(
    store,
    (state) => shownAnswers(state).failures[`bars ${state.ui.chartRange}`] ?? null,
  );
  const now = useSelected(store, shownNow);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const history = useHistory({ store, painter, rect });
  const { steps, levels } = useLevelSteps(store, history);
  const lines = useDrawnChart({ store, painter, rect, chart }, { history, steps });
  const drawn = chartPaneLines({
    ...{ rect, isFocused, symbol, range, style, quote, phase, now, failure, history, levels },
    look: painter.look,
    chart: lines,
    isAnswered: answer !== undefined,
    keyOf: hintKeys(store.getState()),
  });
  const stale = useStaleness(store, chartStaleness);
  return <Painted rect={rect} painter={painter} lines={staleBox(drawn, stale)} />;
});
