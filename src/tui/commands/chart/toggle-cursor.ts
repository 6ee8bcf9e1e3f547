import { shownChart } from '../../panes/chart/shown-chart.ts';
import { stopsOf } from '../../panes/chart/cursor/shown-cursor.ts';
import { isCursorOn } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';

function canToggle(state: DashboardState): true | string {
  if (state.ui.screen !== 'chart') return 'The cursor belongs to the chart; {screen-chart} shows it.';
  return isCursorOn(state) || shownChart(state) !== null || 'There is no price in the chart yet.';
}

/** Begins at the newest price. */
function toggle({ store }: CommandContext): void {
  const state = store.getState();
  const chart = isCursorOn(state) ? null : shownChart(state);
  const at = chart && (stopsOf(state, chart).at(-1)?.from ?? null);
  store.dispatch({ type: 'cursor-moved', at });
}

export const toggleCursorCommand: Command = {
  id: 'chart-cursor',
  scope: 'panes',
  keys: ['C'],
  yieldingKeys: ['C'],
  label: 'cursor',
  summary: 'Chart: a cursor that reads time, price and volume; ← → move it, in a playback, too',
  footer: 7.55,
  isHinted: (state) => !isCursorOn(state),
  isEnabled: canToggle,
  run: toggle,
};
