import { smallestHistory } from '../../charts/history/history-chart-input.ts';
import { dayTimes } from '../../charts/history/day-history.ts';
import type { History, HistoryInput } from '../../charts/history/history.ts';
import { plotCellsOf } from '../../charts/history/history-chart-input.ts';
import { historyOf } from '../../charts/history/range-history.ts';
import { rangeTerms } from '../../charts/range.ts';
import type { Rect } from '../../layout/rect.ts';
import type { PastDay } from '../../state/answers.ts';
import { lineOfPastDay, pastDate, shownPastDay } from '../../state/chart/past-day.ts';
import type { FailureText } from '../../state/failure-text.ts';
import { layoutOf, shownAnswers, shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { chartRoom } from './chart-pane-input.ts';

const noBars: readonly never[] = [];

/** What the history on screen is made from. */
export function historyInputOf(state: DashboardState, plotCells: number): HistoryInput {
  const { chartRange: range, chartStyle: style } = state.ui;
  if (pastDate(state) !== null) return pastDayInput(state, shownPastDay(state), plotCells);
  const { priceLine, phase, quote } = shownPicture(state);
  return {
    ...{ range, style, priceLine, plotCells },
    bars: shownAnswers(state).bars[range]?.bars ?? noBars,
    // Only daily bars take today's bar from the quote. Other ranges use the price line, which changes less often.
    quote: rangeTerms[range].timeframe === 'daily' ? quote : null,
    times: priceLine && phase ? dayTimes(priceLine, phase, shownNow(state)) : null,
  };
}

/** What is stored of a past day. Nothing of today is drawn with it. */
function pastDayInput({ ui }: DashboardState, day: PastDay | null, plotCells: number): HistoryInput {
  const priceLine = day && lineOfPastDay(day);
  return {
    ...{ range: '1D', style: ui.chartStyle, priceLine, plotCells, quote: null },
    bars: day?.bars ?? noBars,
    times: day && priceLine && { from: day.open, to: day.close, open: day.open, close: day.close },
  };
}

const timeNames = ['from', 'to', 'open', 'close'] as const;

/** Whether both make the same history. */
function isSameInput(before: HistoryInput, after: HistoryInput): boolean {
  const names = ['range', 'style', 'bars', 'priceLine', 'quote', 'plotCells'] as const;
  return (
    names.every((name) => before[name] === after[name]) &&
    timeNames.every((name) => before.times?.[name] === after.times?.[name])
  );
}

/** `historyInputOf` that returns the same object as long as it makes the same history. */
export function keptHistoryInput(): typeof historyInputOf {
  let kept: HistoryInput | null = null;
  return (state, plotCells) => {
    const next = historyInputOf(state, plotCells);
    if (!kept || !isSameInput(kept, next)) kept = next;
    return kept;
  };
}

/** The chart on screen: what it draws, and where. */
export interface ShownChart {
  /** Of the pane. */
  rect: Rect;
  drawn: HistoryInput;
  history: History;
}

/** `null` where no chart is on screen, and where there is nothing to draw or no room. */
export function shownChart(state: DashboardState): ShownChart | null {
  const layout = layoutOf(state);
  const rect = layout.kind === 'panes' ? layout.panes.chart : null;
  if (!rect) return null;
  const { width, height } = chartRoom(rect);
  if (width < smallestHistory.width || height < smallestHistory.height) return null;
  const drawn = historyInputOf(state, plotCellsOf(width));
  const history = historyOf(drawn);
  return history && { rect, drawn, history };
}

/** Whether the daemon has said what it has of the range or the past day. */
export function isChartAnswered(state: DashboardState): boolean {
  if (pastDate(state) !== null) return shownPastDay(state) !== null;
  return shownAnswers(state).bars[state.ui.chartRange] !== undefined;
}

/** Why it has not, or not lately; `null` where it has. */
export function chartFailure(state: DashboardState): FailureText | null {
  const question = pastDate(state) === null ? (`bars ${state.ui.chartRange}` as const) : 'day';
  return shownAnswers(state).failures[question] ?? null;
}
