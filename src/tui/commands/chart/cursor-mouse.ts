import { stopNear } from '../../charts/cursor/cursor-stops.ts';
import type { MouseReport } from '../../input/mouse-report.ts';
import { chartColumnAt } from '../../panes/chart/chart-pane-input.ts';
import { stopsOf } from '../../panes/chart/cursor/shown-cursor.ts';
import { shownChart } from '../../panes/chart/shown-chart.ts';
import type { CommandContext } from '../command.ts';
import { scopeOf } from '../dispatch.ts';

/**
 * Puts the chart's cursor where the mouse is clicked in the chart, and moves it while it is dragged from there, wherever the
 * mouse then is.
 * @returns whether the report was about the chart
 */
export function movedCursor({ store }: CommandContext, { kind, column, row }: MouseReport): boolean {
  if (kind === 'wheel-up' || kind === 'wheel-down') return false;
  const state = store.getState();
  const scope = scopeOf(state);
  const isOnPanes = scope === 'panes' || scope === 'playback';
  const { isCursorHeld } = state.ui;
  if (!isOnPanes || state.ui.screen !== 'chart' || (kind !== 'click' && !isCursorHeld)) {
    if (isCursorHeld) store.dispatch({ type: 'cursor-held', isHeld: false });
    return false;
  }
  const chart = shownChart(state);
  const at = chart && chartColumnAt(chart.rect, column, row);
  const isBegun = kind === 'click' && at !== null && at.isInside;
  if (kind !== 'drag' && isBegun !== isCursorHeld) store.dispatch({ type: 'cursor-held', isHeld: isBegun });
  if (chart && at && (isBegun || kind === 'drag')) {
    const stops = stopsOf(state, chart);
    const stop = stops[stopNear(stops, at.column)];
    if (stop) store.dispatch({ type: 'cursor-moved', at: stop.from });
  }
  return isBegun || isCursorHeld;
}
