import { openAlerts } from './dialogs/alerts.ts';
import { chainCommands } from './chain/chain-commands.ts';
import { chartCommands } from './chart/chart-commands.ts';
import { always } from './command-parts.ts';
import type { Command, CommandContext } from './command.ts';
import { canExpand, canMoveFocus, focusBy, toggleExpanded } from './focus.ts';
import { canLeave, leave } from './leave.ts';
import { openHelp } from './help/help.ts';
import { showPlan } from './dialogs/plan.ts';
import { openPrune } from './dialogs/prune.ts';
import { showMissedCommand } from './missed/missed-commands.ts';
import { alertHereCommand } from './dialogs/rule.ts';
import { quit } from './dialogs/quit.ts';
import { enterCommands } from './playback/enter-playback.ts';
import { canChangeLive, canRefreshAll, canRefreshPane, refreshAll, refreshPane } from './refresh.ts';
import { chooseTheme, screenCommands } from './screens.ts';
import { savePictureCommand } from './saved-picture/save-picture.ts';
import { canStartDaemon, startDaemon } from './dialogs/start-daemon.ts';
import { canStop, openStop } from './dialogs/stop.ts';

const toggleFrozen = ({ store }: CommandContext) =>
  store.dispatch({ type: 'froze', isFrozen: store.getState().frozen === null });

/** What can be done while no dialog is open: what the help lists, and the docs. */
export const paneCommands: readonly Command[] = [
  ...screenCommands,
  {
    id: 'refresh',
    scope: 'panes',
    keys: ['r'],
    label: 'refresh',
    summary: 'Refresh the focused pane now',
    footer: 1,
    isEnabled: canRefreshPane,
    run: refreshPane,
  },
  {
    id: 'refresh-all',
    scope: 'panes',
    keys: ['R'],
    label: 'refresh all',
    summary: 'Refresh everything now, past the cache',
    footer: 7.35,
    isEnabled: canRefreshAll,
    run: refreshAll,
  },
  {
    id: 'focus-next',
    scope: 'panes',
    keys: ['tab'],
    label: 'next pane',
    summary: 'Focus the next pane',
    footer: 4,
    isEnabled: canMoveFocus,
    run: focusBy(1),
  },
  {
    id: 'focus-previous',
    scope: 'panes',
    keys: ['shift-tab'],
    label: 'previous pane',
    summary: 'Focus the previous pane',
    footer: null,
    isEnabled: canMoveFocus,
    run: focusBy(-1),
  },
  {
    id: 'expand',
    scope: 'panes',
    keys: ['e'],
    label: 'expand',
    summary: 'Give the focused pane the whole screen, and back',
    footer: 5,
    isEnabled: canExpand,
    run: toggleExpanded,
  },
  ...chainCommands,
  ...chartCommands,
  {
    id: 'alerts',
    scope: 'panes',
    keys: ['A'],
    label: 'alerts',
    summary: 'Alerts: the rules as they stand, and the alerts of today',
    footer: 14,
    isEnabled: always,
    run: openAlerts,
  },
  alertHereCommand,
  showMissedCommand,
  {
    id: 'plan',
    scope: 'panes',
    keys: ['P'],
    label: 'plan',
    summary: 'Plan: what this key’s plan gives, what it does not, and which plan does',
    footer: null,
    isEnabled: always,
    run: showPlan,
  },
  {
    id: 'freeze',
    scope: 'panes',
    keys: ['f'],
    label: 'freeze',
    summary: 'Hold the picture still, and let it run; recording goes on',
    footer: 8,
    isEnabled: ({ playback }) => playback === null || '{playback-pause} holds a recording still.',
    run: toggleFrozen,
  },
  savePictureCommand,
  ...enterCommands,
  {
    id: 'prune',
    scope: 'panes',
    keys: ['p'],
    label: 'prune',
    summary: 'Prune: show what is past its retention, and remove it on your word',
    footer: 9,
    isEnabled: canChangeLive,
    run: openPrune,
  },
  {
    id: 'theme',
    scope: 'panes',
    keys: ['t'],
    label: 'theme',
    summary: 'Next theme: dark, light, colour-blind safe, red up, mono',
    footer: 10,
    isEnabled: always,
    run: chooseTheme,
  },
  {
    id: 'help',
    scope: 'panes',
    keys: ['?', ':'],
    label: 'help',
    summary: 'Help: all commands; typing searches them, Enter runs the selected one',
    footer: 2,
    isEnabled: always,
    run: openHelp,
  },
  {
    id: 'back',
    scope: 'panes',
    keys: ['escape'],
    label: 'back',
    summary: 'Leave an expanded pane or a past day; close a dialog, or the notice about the plan',
    footer: 3,
    isEnabled: canLeave,
    run: leave,
  },
  {
    id: 'suspend',
    scope: 'panes',
    keys: ['ctrl-z'],
    label: 'suspend',
    summary: 'Back to the shell until `fg`',
    footer: null,
    isEnabled: always,
    run: async ({ suspend, toast }) => {
      if (suspend) await suspend();
      else toast('This terminal cannot suspend the dashboard.', 'warning');
    },
  },
  {
    id: 'quit',
    scope: 'panes',
    keys: ['q', 'ctrl-c'],
    label: 'quit',
    summary: 'Quit; where that would end a recording, asks whether it goes on in the background',
    footer: 0,
    isEnabled: always,
    run: quit,
  },
  {
    id: 'start-daemon',
    scope: 'panes',
    keys: ['D'],
    label: 'start a daemon',
    summary: 'Start a daemon in the background, where the one shown is gone',
    footer: 1,
    isEnabled: canStartDaemon,
    isHinted: ({ connection }) => connection.status === 'lost',
    run: startDaemon,
  },
  {
    id: 'stop',
    scope: 'panes',
    keys: ['Q'],
    label: 'stop the daemon',
    summary: 'Stop the daemon and quit; asks first',
    footer: null,
    isEnabled: canStop,
    run: openStop,
  },
];
