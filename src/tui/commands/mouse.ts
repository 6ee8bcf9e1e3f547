import { contains } from '../layout/rect.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { comparedSymbolAt } from '../panes/compare/compare-pane.ts';
import { symbolAt } from '../panes/symbols/symbols-line.ts';
import { footerCommandAt } from '../panes/frame/footer.ts';
import { tabsInputOf } from '../panes/frame/tabs/tabs-input.ts';
import { tabAt, watchedSymbolAt } from '../panes/frame/tabs/tabs.ts';
import { recordedRows } from '../state/recorded-rows.ts';
import { layoutOf, panesOnScreen, shownNow, shownSubscription } from '../state/selectors.ts';
import type { MouseReport } from '../input/mouse-report.ts';
import type { DashboardState } from '../state/state.ts';
import type { Command, CommandContext } from './command.ts';
import { commandsOf } from './commands-table.ts';
import { runCommand, scopeOf } from './dispatch.ts';
import { movedCursor } from './chart/cursor-mouse.ts';
import { clickStrike } from './chain/click-strike.ts';
import { clickDay } from './playback/click-day.ts';
import { scrubbed } from './playback/scrub.ts';
import { canSwitch, lookAtRecorded, lookAtSymbol } from './symbols/look.ts';

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
  if (layout.tabs && contains(layout.tabs, column, row)) {
    const tabs = tabsInputOf(state, layout.tabs.width);
    const chosen = tabAt(tabs.width, screen, tabs.keyOf, column);
    if (chosen && chosen !== screen) store.dispatch({ type: 'screen-chosen', screen: chosen });
    if (!chosen) await switchToWatched(context, watchedSymbolAt(tabs, column));
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
  const chain = pane === 'chain' ? layout.panes.chain : null;
  if (chain) clickStrike(context, { rect: chain, column, row, wasFocused: focus === 'chain' });
  const compare = pane === 'compare' ? layout.panes.compare : null;
  if (compare) await switchTo(context, comparedSymbolAt({ rect: compare, rows: recordedRows(state) }, row));
}

/** To a recorded symbol that was clicked on; nothing for the one on screen. */
async function switchTo(context: CommandContext, symbol: string | null): Promise<void> {
  const state = context.store.getState();
  if (symbol === null || symbol === shownSubscription(state).symbol || canSwitch(state) !== true) return;
  await lookAtRecorded(context, symbol);
}

/** To a symbol of the watch list that was clicked on, as its dialog does; nothing for the one on screen. */
async function switchToWatched(context: CommandContext, symbol: string | null): Promise<void> {
  const state = context.store.getState();
  if (symbol === null || symbol === shownSubscription(state).symbol || canSwitch(state) !== true) return;
  await lookAtSymbol(context, symbol);
}

/** The command whose hint in the footer stands there; dialogs have their own. */
function hintAt(state: DashboardState, column: number, row: number): Command | null {
  const layout = layoutOf(state);
  if (layout.kind !== 'panes' || !contains(layout.footer, column, row)) return null;
  return footerCommandAt(state, layout.footer.width, column);
}

/**
 * What the mouse does: a click on a screen’s name or on a symbol shows it, one on a hint of the footer runs its command, one
 * on a strike selects it and one more opens it, one on another pane focuses it, one on the scrub bar of a playback seeks, one
 * in the chart puts its cursor there, and so does dragging from both; the wheel scrolls the focused pane or the open list. Behind a dialog only the hints of the
 * footer can be clicked, which are the dialog's; in the calendar a day can. Why something cannot be done now is not shown: a
 * wheel would ask many times.
 */
export async function actOnMouse(context: CommandContext, report: MouseReport): Promise<void> {
  context.noteInput();
  const state = context.store.getState();
  const scope = scopeOf(state);
  if (scrubbed(context, report) || movedCursor(context, report)) return;
  if (report.kind === 'drag' || report.kind === 'release') return;
  if (report.kind === 'click') {
    const hinted = hintAt(state, report.column, report.row);
    if (hinted) await runCommand(context, hinted);
    else if (scope === 'panes' || scope === 'playback') await click(context, report.column, report.row);
    else if (scope === 'days') await clickDay(context, report.column, report.row);
    return;
  }
  const id = wheel[scope]?.[report.kind === 'wheel-up' ? 0 : 1];
  const command = commandsOf(state).find((entry) => entry.id === id);
  if (command?.isEnabled(state) === true) await runCommand(context, command);
}
