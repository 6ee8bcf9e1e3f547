import { memo, useMemo, useState } from 'react';
import type { CursorReading } from '../../charts/cursor/cursor-reading.ts';
import { drawCursor } from '../../charts/cursor/draw-cursor.ts';
import type { History, HistoryInput } from '../../charts/history/history.ts';
import { cursorRows, type HistoryChart } from '../../charts/history/history-chart.ts';
import { type HistoryChartInput, plotCellsOf } from '../../charts/history/history-chart-input.ts';
import type { LevelSteps } from '../../charts/history/level-steps.ts';
import { historyOf } from '../../charts/history/range-history.ts';
import { hintKeys } from '../../keys/named-keys.ts';
import type { Line } from '../../render/line.ts';
import { chartStaleness } from '../../state/freshness.ts';
import { pastDate } from '../../state/chart/past-day.ts';
import { isPlayed, shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { useSelected } from '../../state/store.ts';
import { useLevelSteps } from './chart-levels.ts';
import { tokenOf } from './chart-legend.ts';
import { chartPaneLines } from './chart-pane.ts';
import { chartRoom } from './chart-pane-input.ts';
import { axisText } from './cursor/readout-text.ts';
import { dayFactsOf } from './day-facts.ts';
import { shownCursor } from './cursor/shown-cursor.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { staleBox, useStaleness } from '../frame/stale-box.ts';
import { chartFailure, isChartAnswered, keptHistoryInput, type ShownChart } from './shown-chart.ts';

function useHistory({ store, rect }: PaneViewProps): { drawn: HistoryInput; history: History | null } {
  const [kept] = useState(keptHistoryInput);
  const plotCells = plotCellsOf(chartRoom(rect).width);
  const drawn = useSelected(store, (state) => kept(state, plotCells));
  const history = useMemo(() => historyOf(drawn), [drawn]);
  return { drawn, history };
}

interface DrawnChart {
  history: History | null;
  steps: LevelSteps;
}

/** A redraw takes some milliseconds, so the picture is drawn again only when something in it changes. */
function useDrawnChart(
  { store, painter, rect, chart }: PaneViewProps & { chart: HistoryChart },
  { history, steps }: DrawnChart,
): { input: HistoryChartInput; lines: Line[] | null } | null {
  const { look } = painter;
  const { width, height } = chartRoom(rect);
  const facts = useSelected(store, dayFactsOf);
  const range = useSelected(store, (state) => state.ui.chartRange);
  const previousClose = range === '1D' ? (facts?.previousClose ?? null) : null;
  const token = tokenOf(facts);
  return useMemo(() => {
    if (!history) return null;
    const place = { width, height, history, previousClose, look };
    const input: HistoryChartInput = { ...place, token, levels: steps };
    return { input, lines: chart.draw(input) };
  }, [chart, width, height, history, previousClose, token, look, steps]);
}

/** The drawn chart with its cursor, and what that reads. */
function withCursor(
  state: DashboardState,
  chart: ShownChart | null,
  picture: ReturnType<typeof useDrawnChart>,
): { lines: Line[] | null; reading: CursorReading | null } {
  const lines = picture?.lines ?? null;
  const cursor = chart && lines ? shownCursor(state, chart) : null;
  if (!cursor || !lines || !picture) return { lines, reading: null };
  const { stop, reading } = cursor;
  const price = stop.candle === null ? reading.price : null;
  const place = { ...cursorRows(picture.input, price), column: stop.column, time: axisText(reading) };
  return { lines: drawCursor(lines, place), reading };
}

const cursorOf = ({ ui }: DashboardState) => ui.chartCursor;

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
  const past = useSelected(store, pastDate);
  const isPlaying = useSelected(store, isPlayed);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const facts = useSelected(store, dayFactsOf);
  const isAnswered = useSelected(store, isChartAnswered);
  const failure = useSelected(store, chartFailure);
  const now = useSelected(store, shownNow);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const { drawn, history } = useHistory({ store, painter, rect });
  const { steps, levels } = useLevelSteps(store, history);
  const picture = useDrawnChart({ store, painter, rect, chart }, { history, steps });
  // Only for drawing again: what the cursor reads is taken from the whole state.
  useSelected(store, cursorOf);
  useSelected(store, (state) => shownPicture(state).coverage);
  const { lines, reading } = withCursor(store.getState(), history && { rect, drawn, history }, picture);
  const box = chartPaneLines({
    ...{ rect, isFocused, symbol, range, style, phase, now, failure, history, levels, reading, facts },
    ...{ pastDate: past, isPlayed: isPlaying, isAnswered },
    quote: past === null ? quote : null,
    look: painter.look,
    chart: lines,
    keyOf: hintKeys(store.getState()),
  });
  const stale = useStaleness(store, chartStaleness);
  return <Painted rect={rect} painter={painter} lines={staleBox(box, stale)} />;
});
