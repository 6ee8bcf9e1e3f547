import type { DashboardState } from '../state/state.ts';
import { canKeepFilter, clearFilter, eraseInFilter, keepFilter } from './chain-listing.ts';
import type { Command, CommandContext } from './command.ts';
import { effectiveCommands } from './effective-commands.ts';
import { eraseInHelp, moveHelp, runSelected } from './help.ts';
import { paneCommands } from './pane-commands.ts';
import { canConfirmPrune, confirmPrune } from './prune.ts';
import { scroll } from './scroll.ts';
import { canConfirmStop, confirmStop } from './stop.ts';

const always = (): true => true;

/** What the help lists, by the keys that it is searched by, too. */
const listed = ({ store }: CommandContext) => effectiveCommands(paneCommands, store.getState().keys);

const closeDialog = ({ store }: CommandContext) => store.dispatch({ type: 'dialog-closed' });

const pruneProgress = ({ ui }: DashboardState) => (ui.dialog?.kind === 'prune' ? ui.dialog.progress : null);

/** What keys mean inside a dialog. */
export const dialogCommands: readonly Command[] = [
  {
    id: 'help-down',
    scope: 'help',
    keys: ['down', 'tab'],
    footerKey: '↑↓',
    label: 'select',
    summary: 'Next command',
    footer: 2,
    isEnabled: always,
    run: (context) => moveHelp(context, listed(context), 1),
  },
  {
    id: 'help-up',
    scope: 'help',
    keys: ['up', 'shift-tab'],
    label: 'up',
    summary: 'Previous command',
    footer: null,
    isEnabled: always,
    run: (context) => moveHelp(context, listed(context), -1),
  },
  {
    id: 'help-erase',
    scope: 'help',
    keys: ['backspace'],
    label: 'erase',
    summary: 'Take back the last character of the search',
    footer: null,
    isEnabled: always,
    run: eraseInHelp,
  },
  {
    id: 'help-run',
    scope: 'help',
    keys: ['enter'],
    label: 'run it',
    summary: 'Run the selected command',
    footer: 1,
    isEnabled: always,
    run: (context) => runSelected(context, listed(context)),
  },
  {
    id: 'help-close',
    scope: 'help',
    keys: ['escape', '?'],
    label: 'close',
    summary: 'Close the help',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
  {
    id: 'filter-keep',
    scope: 'filter',
    keys: ['enter'],
    label: 'keep',
    summary: 'Keep the filter',
    footer: 0,
    isEnabled: canKeepFilter,
    run: keepFilter,
  },
  {
    id: 'filter-clear',
    scope: 'filter',
    keys: ['escape'],
    label: 'clear',
    summary: 'Clear the filter',
    footer: 0,
    isEnabled: always,
    run: clearFilter,
  },
  {
    id: 'filter-erase',
    scope: 'filter',
    keys: ['backspace'],
    label: 'erase',
    summary: 'Take back the last character of the filter',
    footer: null,
    isEnabled: always,
    run: eraseInFilter,
  },
  {
    id: 'strike-down',
    scope: 'strike',
    keys: ['down', 'j'],
    footerKey: '↑↓',
    label: 'strike',
    summary: 'Next strike',
    footer: 1,
    isEnabled: always,
    run: (context) => scroll(context, { by: 1 }),
  },
  {
    id: 'strike-up',
    scope: 'strike',
    keys: ['up', 'k'],
    label: 'strike',
    summary: 'Previous strike',
    footer: null,
    isEnabled: always,
    run: (context) => scroll(context, { by: -1 }),
  },
  {
    id: 'strike-close',
    scope: 'strike',
    keys: ['escape', 'enter', 'q'],
    label: 'close',
    summary: 'Close the strike',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
  {
    id: 'assumptions-close',
    scope: 'assumptions',
    keys: ['escape', 'enter', 'a', 'q'],
    label: 'close',
    summary: 'Close the assumptions',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
  {
    id: 'stop-confirm',
    scope: 'stop',
    keys: ['y'],
    label: 'stop it',
    summary: 'Stop the daemon and quit',
    footer: 1,
    isEnabled: canConfirmStop,
    run: confirmStop,
  },
  {
    id: 'stop-cancel',
    scope: 'stop',
    keys: ['escape', 'n', 'q'],
    label: 'close',
    summary: 'Close the dialog and let the daemon record',
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
