import { missedRows } from '../../state/missed/missed-rows.ts';
import type { DashboardState } from '../../state/state.ts';
import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { enterAt } from '../playback/enter-at.ts';
import { canEnterPlayback } from '../playback/enter-playback.ts';

const missedDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'missed' ? ui.dialog : null);

const selectedRow = (state: DashboardState) => missedRows(state.missed)[missedDialog(state)?.selected ?? 0];

function canShowMissed({ missed }: DashboardState): true | string {
  return missed !== null || 'Nothing was missed: a dashboard was open a moment ago, or never before.';
}

function canGo(state: DashboardState): true | string {
  if (!selectedRow(state)) return 'There is nothing to go to.';
  return canEnterPlayback(state);
}

function move({ store }: CommandContext, by: number): void {
  const state = store.getState();
  const dialog = missedDialog(state);
  if (!dialog) return;
  const last = missedRows(state.missed).length - 1;
  const selected = Math.max(0, Math.min(last, dialog.selected + by));
  store.dispatch({ type: 'missed-moved', selected });
}

async function go(context: CommandContext): Promise<void> {
  const row = selectedRow(context.store.getState());
  closeDialog(context);
  if (row) await enterAt(context, row.at);
}

/** Shows again what the dashboard has said when it was opened. */
export const showMissedCommand: Command = {
  id: 'missed',
  scope: 'panes',
  keys: ['L'],
  yieldingKeys: ['L'],
  label: 'missed',
  summary: 'Missed: alerts and gaps since a dashboard was open last, and how much was recorded',
  footer: null,
  isEnabled: canShowMissed,
  run: ({ store }) => store.dispatch({ type: 'dialog-opened', dialog: { kind: 'missed', selected: 0 } }),
};

/** Rows that a page has. */
const pageRows = 10;

/** What keys mean in the list of what was missed. Others close it, and do what they do on the panes. */
export const missedCommands: readonly Command[] = [
  {
    id: 'missed-down',
    scope: 'missed',
    keys: ['down', 'j'],
    footerKey: '↑↓',
    label: 'select',
    summary: 'Next alert or gap',
    footer: 2,
    isEnabled: always,
    run: (context) => move(context, 1),
  },
  {
    id: 'missed-up',
    scope: 'missed',
    keys: ['up', 'k'],
    label: 'up',
    summary: 'Previous alert or gap',
    footer: null,
    isEnabled: always,
    run: (context) => move(context, -1),
  },
  {
    id: 'missed-page-down',
    scope: 'missed',
    keys: ['page-down'],
    footerKey: 'PgUp PgDn',
    label: 'page',
    summary: 'Ten alerts or gaps further',
    footer: null,
    isEnabled: always,
    run: (context) => move(context, pageRows),
  },
  {
    id: 'missed-page-up',
    scope: 'missed',
    keys: ['page-up'],
    label: 'page up',
    summary: 'Ten alerts or gaps back',
    footer: null,
    isEnabled: always,
    run: (context) => move(context, -pageRows),
  },
  {
    id: 'missed-go',
    scope: 'missed',
    keys: ['enter'],
    label: 'go there',
    summary: 'Show the recording as of the selected alert, or the beginning of the selected gap',
    footer: 1,
    isEnabled: canGo,
    run: go,
  },
  {
    id: 'missed-close',
    scope: 'missed',
    keys: ['escape', 'L', 'q'],
    label: 'close',
    summary: 'Close the list of what was missed',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
