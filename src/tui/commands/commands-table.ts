import { paneIds } from '../layout.ts';
import type { DashboardState } from '../state/state.ts';
import { nextTheme } from '../state/ui.ts';
import { themes } from '../theme/themes.ts';
import type { Command, CommandContext } from './command.ts';
import { canConfirmPrune, confirmPrune, openPrune } from './prune.ts';
import { canAskDaemon, canRefreshAll, canRefreshPane, refreshAll, refreshPane } from './refresh.ts';
import { canRecentre, canScroll, recentre, type ScrollMove, scroll } from './scroll.ts';

const always = (): true => true;

const focusBy =
  (step: number) =>
  ({ store }: CommandContext) => {
    const at = paneIds.indexOf(store.getState().ui.focus);
    const pane = paneIds[(at + step + paneIds.length) % paneIds.length]!;
    store.dispatch({ type: 'focused', pane });
  };

const toggleExpanded = ({ store }: CommandContext) => {
  const { expanded, focus } = store.getState().ui;
  store.dispatch({ type: 'expanded', pane: expanded ? null : focus });
};

const toggleFrozen = ({ store }: CommandContext) =>
  store.dispatch({ type: 'froze', isFrozen: store.getState().frozen === null });

const chooseTheme = ({ store, toast }: CommandContext) => {
  const theme = nextTheme(store.getState().ui.theme);
  store.dispatch({ type: 'theme-chosen', theme });
  toast(`Theme: ${themes[theme].label}`);
};

const closeDialog = ({ store }: CommandContext) => store.dispatch({ type: 'dialog-closed' });

const openHelp = ({ store }: CommandContext) =>
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'help', selected: 0 } });

const scrolls = (
  id: string,
  keys: readonly string[],
  label: string,
  summary: string,
  move: ScrollMove,
): Command => ({
  id,
  scope: 'panes',
  keys,
  label,
  summary,
  footer: null,
  isEnabled: canScroll,
  run: (context) => scroll(context, move),
});

const pruneProgress = ({ ui }: DashboardState) => (ui.dialog?.kind === 'prune' ? ui.dialog.progress : null);

const moveHelp =
  (by: number) =>
  ({ store }: CommandContext) => {
    const { dialog } = store.getState().ui;
    if (dialog?.kind !== 'help') return;
    const last = helpCommands().length - 1;
    store.dispatch({ type: 'help-moved', selected: Math.max(0, Math.min(last, dialog.selected + by)) });
  };

const runSelected = (context: CommandContext) => {
  const { dialog } = context.store.getState().ui;
  const selected = dialog?.kind === 'help' ? helpCommands()[dialog.selected] : undefined;
  closeDialog(context);
  if (selected) context.runCommand(selected.id);
};

/** Everything that a user can do. Key presses, the footer, the help and the README's table are all read from here. */
export const commandsTable: readonly Command[] = [
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
    footer: 7,
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
    isEnabled: always,
    run: focusBy(1),
  },
  {
    id: 'focus-previous',
    scope: 'panes',
    keys: ['shift-tab'],
    label: 'previous pane',
    summary: 'Focus the previous pane',
    footer: null,
    isEnabled: always,
    run: focusBy(-1),
  },
  {
    id: 'expand',
    scope: 'panes',
    keys: ['e'],
    label: 'expand',
    summary: 'Give the focused pane the whole screen, and back',
    footer: 5,
    isEnabled: always,
    run: toggleExpanded,
  },
  {
    ...scrolls('down', ['down', 'j'], 'move', 'Next strike, or the next call in the log', { by: 1 }),
    footer: 6,
    footerKey: '↑↓',
  },
  scrolls('up', ['up', 'k'], 'up', 'Previous strike or call', { by: -1 }),
  scrolls('page-down', ['page-down'], 'page down', 'A page down', { pages: 1 }),
  scrolls('page-up', ['page-up'], 'page up', 'A page up', { pages: -1 }),
  scrolls('first', ['g', 'home'], 'first', 'First strike, or the latest call', { to: 'first' }),
  scrolls('last', ['G', 'end'], 'last', 'Last strike, or the oldest call', { to: 'last' }),
  {
    id: 're-centre',
    scope: 'panes',
    keys: ['0'],
    label: 're-centre',
    summary: 'Let the chain follow the money again',
    footer: 3,
    isEnabled: canRecentre,
    run: recentre,
  },
  {
    id: 'freeze',
    scope: 'panes',
    keys: ['f'],
    label: 'freeze',
    summary: 'Hold the picture still, and let it run; recording goes on',
    footer: 8,
    isEnabled: always,
    run: toggleFrozen,
  },
  {
    id: 'prune',
    scope: 'panes',
    keys: ['p'],
    label: 'prune',
    summary: 'Prune: show what is past its retention, and remove it on your word',
    footer: 9,
    isEnabled: canAskDaemon,
    run: openPrune,
  },
  {
    id: 'theme',
    scope: 'panes',
    keys: ['t'],
    label: 'theme',
    summary: 'Next theme: dark, light, colour-blind safe, mono',
    footer: 10,
    isEnabled: always,
    run: chooseTheme,
  },
  {
    id: 'help',
    scope: 'panes',
    keys: ['?'],
    label: 'help',
    summary: 'Help: all commands; Enter runs the selected one',
    footer: 2,
    isEnabled: always,
    run: openHelp,
  },
  {
    id: 'back',
    scope: 'panes',
    keys: ['escape'],
    label: 'back',
    summary: 'Leave the expanded pane; close a dialog',
    footer: 3,
    isEnabled: ({ ui }) => ui.expanded !== null || 'There is nothing to leave.',
    run: ({ store }) => store.dispatch({ type: 'expanded', pane: null }),
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
    summary: 'Quit; a daemon of its own goes on recording, one inside the dashboard ends with it',
    footer: 0,
    isEnabled: always,
    run: ({ quit }) => quit(),
  },
  {
    id: 'help-down',
    scope: 'help',
    keys: ['down', 'j'],
    footerKey: '↑↓',
    label: 'select',
    summary: 'Next command',
    footer: 2,
    isEnabled: always,
    run: moveHelp(1),
  },
  {
    id: 'help-up',
    scope: 'help',
    keys: ['up', 'k'],
    label: 'up',
    summary: 'Previous command',
    footer: null,
    isEnabled: always,
    run: moveHelp(-1),
  },
  {
    id: 'help-run',
    scope: 'help',
    keys: ['enter'],
    label: 'run it',
    summary: 'Run the selected command',
    footer: 1,
    isEnabled: always,
    run: runSelected,
  },
  {
    id: 'help-close',
    scope: 'help',
    keys: ['escape', '?', 'q'],
    label: 'close',
    summary: 'Close the help',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
  {
    id: 'prune-confirm',
    scope: 'prune',
    keys: ['y', 'enter'],
    label: 'yes, remove',
    summary: 'Remove what is shown',
    footer: 1,
    isEnabled: (state) => canConfirmPrune(pruneProgress(state)),
    run: confirmPrune,
  },
  {
    id: 'prune-cancel',
    scope: 'prune',
    keys: ['escape', 'n', 'q'],
    label: 'close',
    summary: 'Close the dialog and remove nothing',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];

/** What the help lists and the README shows: the commands of the panes. */
export function helpCommands(): readonly Command[] {
  return commandsTable.filter((command) => command.scope === 'panes');
}
