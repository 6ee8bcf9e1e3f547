import { memo, useMemo } from 'react';
import { dayTimes } from '../charts/day-history.ts';
import { historyOf } from '../charts/history.ts';
import { type HistoryChart, plotCellsOf } from '../charts/history-chart.ts';
import { rangeTerms } from '../charts/range.ts';
import { hintKeys } from '../commands/named-keys.ts';
import { chartStaleness } from '../state/freshness.ts';
import { shownAnswers, shownNow, shownPicture } from '../state/selectors.ts';
import { useSelected } from '../state/store.ts';
import { chartPaneLines, chartRoom } from './chart-pane.ts';
import { namedLevels } from './level-marks.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from './painted.tsx';
import { directionOf } from './quote-facts.ts';
import { staleBox, useStaleness } from './stale-box.ts';

const noBars: readonly never[] = [];

function useHistory({ store, painter, rect, chart }: PaneViewProps & { chart: HistoryChart }) {
  const { look } = painter;
  const style = useSelected(store, (state) => state.ui.chartStyle);
  const range = useSelected(store, (state) => state.ui.chartRange);
  const answer = useSelected(store, (state) => shownAnswers(state).bars[state.ui.chartRange]);
  const intraday = useSelected(store, (state) => shownPicture(state).intraday);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const weight = useSelected(store, (state) => state.ui.weight);
  const now = useSelected(store, shownNow);
  const times = intraday && phase ? dayTimes(intraday, phase, now) : null;
  const { width, height } = chartRoom(rect);
  const { from, to, open, close } = times ?? { from: 0, to: 0, open: 0, close: 0 };
  const bars = answer?.bars ?? noBars;
  const previousClose = quote?.previousClose ?? null;
  const direction = quote ? directionOf(quote) : 'dim';
  // Only daily bars take today's from the quote: every other range has the line, which changes less often.
  const dayQuote = rangeTerms[range].timeframe === 'daily' ? quote : null;
  // A redraw takes some milliseconds: only what changes the picture may cause one, and the passing of time does not.
  return useMemo(() => {
    const history = historyOf({
      ...{ range, style, bars, intraday, quote: dayQuote },
      times: to > from ? { from, to, open, close } : null,
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
        look,
      });
    return { lines, history, hasLevels: named.length > 0 };
  }, [
    chart,
    range,
    style,
    bars,
    intraday,
    dayQuote,
    from,
    to,
    open,
    close,
    levels,
    weight,
    previousClose,
    direction,
    width,
    height,
    look,
  ]);
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
  const { lines, history, hasLevels } = useHistory({ store, painter, rect, chart });
  const drawn = chartPaneLines({
    ...{ rect, isFocused, symbol, range, style, quote, phase, now, failure, history, hasLevels },
    look: painter.look,
    chart: lines,
    isAnswered: answer !== undefined,
    keyOf: hintKeys(store.getState()),
  });
  const stale = useStaleness(store, chartStaleness);
  return <Painted rect={rect} painter={painter} lines={staleBox(drawn, stale)} />;
});
