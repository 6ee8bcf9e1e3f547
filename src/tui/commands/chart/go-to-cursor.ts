import { shownChart } from '../../panes/chart/shown-chart.ts';
import { shownCursor } from '../../panes/chart/cursor/shown-cursor.ts';
import { isCursorOn } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';
import { enterAt } from '../playback/enter-at.ts';
import { canEnterPlayback } from '../playback/enter-playback.ts';

function canGo(state: DashboardState): true | string {
  if (!isCursorOn(state)) return 'There is no cursor; {chart-cursor} shows it in the chart.';
  return canEnterPlayback(state);
}

/** What the cursor reads is over at the end of its column or candle. */
async function go(context: CommandContext): Promise<void> {
  const state = context.store.getState();
  const chart = shownChart(state);
  const cursor = chart && shownCursor(state, chart);
  if (cursor) await enterAt(context, Math.min(cursor.reading.to, state.now.market));
}

export const goToCursorCommand: Command = {
  id: 'cursor-go',
  scope: 'cursor',
  keys: ['enter'],
  label: 'play from there',
  summary: 'Chart cursor: all screens as of its time, from the recording',
  footer: 0.3,
  isEnabled: canGo,
  run: go,
};
