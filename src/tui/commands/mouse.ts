import { contains } from '../layout/rect.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { comparedSymbolAt } from '../panes/compare/compare-pane.ts';
import { symbolAt } from '../panes/symbols/symbols-line.ts';
import { tabAt } from '../panes/frame/tabs.ts';
import type { ScreenId } from '../layout/screens.ts';
import { recordedRows } from '../state/recorded-rows.ts';
import { layoutOf, panesOnScreen, shownNow, shownSubscription } from '../state/selectors.ts';
import type { MouseReport } from '../input/mouse-report.ts';
import type { CommandContext } from './command.ts';
import { commandsOf } from './commands-table.ts';
import { runCommand, scopeOf } from './dispatch.ts';
import { clickDay } from './playback/click-day.ts';
import { scrubbed } from './playback/scrub.ts';
import { canSwitch, lookAtRecorded } from './symbols/look.ts';
import { keyOfCommand } from '../keys/named-keys.ts';

/** The commands of the wheel, up and down: those of the arrow keys where a list is shown. */
const wheel: Partial<Record<ReturnType<typeof scopeOf>, readonly [up: string, down: string]>> = {
  panes: ['up', 'down'],
  playback: ['up', 'down'],
  help: ['help-up', 'help-down'],
  strike: ['strike-up', 'strike-down'],
  watch: ['watch-up', 'watch-down'],
  alerts: ['alerts-up', 'alerts-down'],
  missed: ['missed-up', 'missed-down'],
  assumptions: ['assumptions-up', 'assumptions-down'],
  plan: ['plan-up', 'plan-down'],
  prune: ['prune-up', 'prune-down'],
  days: ['days-previous', 'days-next'],
  stop: ['stop-up', 'stop-down'],
};

async function click(context: CommandContext, column: number, row: number): Promise<void> {
  const { store } = context;
  const state = store.getState();
  const layout = layoutOf(state);
  if (layout.kind !== 'panes') return;
  const { screen, focus } = state.ui;
  const keyOf = (id: ScreenId) => keyOfCommand(state, `screen-${id}`) ?? '';
  if (layout.tabs && contains(layout.tabs, column, row)) {
    const chosen = tabAt(layout.tabs.width, screen, keyOf, column);
    if (chosen && chosen !== screen) store.dispatch({ type: 'screen-chosen', screen: chosen });
    return;
  }
  if (layout.symbols && contains(layout.symbols, column, row)) {
    const input = { width: layout.symbols.width, rows: recordedRows(state), now: shownNow(state) };
    await switchTo(context, symbolAt(input, column));
    return;
  }
  const pane = panesOnScreen(state).find((id: PaneId) => {
    const rect = layout.panes[id];
    return rect !== null && contains(rect, column, row);
  });
  if (pane && pane !== focus) store.dispatch({ type: 'focused', pane });
  const compare = pane === 'compare' ? layout.panes.compare : null;
  if (compare) await switchTo(context, comparedSymbolAt({ rect: compare, rows: recordedRows(state) }, row));
}

/** To a recorded symbol that was clicked on; nothing for the one on screen. */
async function switchTo(context: CommandContext, symbol: string | null): Promise<void> {
  const state = context.store.getState();
  if (symbol === null || symbol === shownSubscription(state).symbol || canSwitch(state) !== true) return;
  await lookAtRecorded(context, symbol);
}

/**
 * What the mouse does: a click on a screen's name or on a recorded symbol shows it, one on a pane focuses it, one on the scrub
 * bar of a playback seeks, and so does dragging from there; the wheel scrolls the focused pane or the open list. Behind a
 * dialog nothing can be clicked; in the calendar a day can. Why something cannot be done now is not shown: a wheel would ask many times.
 */
export async function actOnMouse(context: CommandContext, report: MouseReport): Promise<void> {
  context.noteInput();
  const state = context.store.getState();
  const scope = scopeOf(state);
  if (scrubbed(context, report)) return;
  if (report.kind === 'drag' || report.kind === 'release') return;
  if (report.kind === 'click') {
    if (scope === 'panes' || scope === 'playback') await click(context, report.column, report.row);
    else if (scope === 'days') await clickDay(context, report.column, report.row);
    return;
  }
  const id = wheel[scope]?.[report.kind === 'wheel-up' ? 0 : 1];
  const command = commandsOf(state).find((entry) => entry.id === id);
  if (command?.isEnabled(state) === true) await runCommand(context, command);
}
