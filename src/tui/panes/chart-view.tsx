import { memo, useMemo } from 'react';
import { timeRange } from '../charts/axis.ts';
import { historyOf } from '../charts/history.ts';
import { type HistoryChart, plotCellsOf } from '../charts/history-chart.ts';
import { shownAnswers, shownNow, shownPicture } from '../state/selectors.ts';
import { type Store, useSelected } from '../state/store.ts';
import { chartPaneLines, chartRoom } from './chart-pane.ts';
import { namedLevels } from './level-marks.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from './painted.tsx';
import { directionOf } from './quote-facts.ts';

const noBars: readonly never[] = [];

function useHistory(store: Store, rect: PaneViewProps['rect'], chart: HistoryChart) {
  const range = useSelected(store, (state) => state.ui.chartRange);
  const answer = useSelected(store, (state) => shownAnswers(state).bars[state.ui.chartRange]);
  const intraday = useSelected(store, (state) => shownPicture(state).intraday);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const weight = useSelected(store, (state) => state.ui.weight);
  const now = useSelected(store, shownNow);
  const time = intraday && phase ? timeRange(intraday, phase, now) : null;
  const { width, height } = chartRoom(rect);
  const [from, to] = [time?.from ?? 0, time?.to ?? 0];
  const bars = answer?.bars ?? noBars;
  const previousClose = quote?.previousClose ?? null;
  const direction = quote ? directionOf(quote) : 'dim';
  return useMemo(() => {
    const history = historyOf({
      range,
      bars,
      intraday,
      time: to > from ? { from, to } : null,
      plotCells: plotCellsOf(width),
    });
    const named = range === '1D' ? namedLevels(levels, weight) : [];
    const lines =
      history &&
      chart.draw({
        ...{ width, height, history },
        levels: named,
        previousClose: range === '1D' ? previousClose : null,
        token: direction === 'dim' ? 'accent' : direction,
      });
    const hasVwap = history?.vwap.some((price) => Number.isFinite(price)) ?? false;
    return { lines, hasVwap, hasLevels: named.length > 0 };
  }, [chart, range, bars, intraday, from, to, levels, weight, previousClose, direction, width, height]);
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
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const answer = useSelected(store, (state) => shownAnswers(state).bars[state.ui.chartRange]);
  const failure = useSelected(
    store,
    (state) => shownAnswers(state).failures[`bars ${state.ui.chartRange}`] ?? null,
  );
  const now = useSelected(store, shownNow);
  const { lines, hasVwap, hasLevels } = useHistory(store, rect, chart);
  const drawn = chartPaneLines({
    ...{ rect, isFocused, symbol, range, quote, now, failure, hasVwap, hasLevels },
    chart: lines,
    isAnswered: answer !== undefined,
  });
  return <Painted rect={rect} painter={painter} lines={drawn} />;
});
