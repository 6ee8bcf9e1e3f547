import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { helpCommands } from '../held-commands.ts';
import { eraseInHelp, helpPage, moveHelp, runSelected } from './help.ts';

/** The commands that the help lists, with the user's keys. */
const listed = ({ store }: CommandContext) => helpCommands(store.getState());

/** What keys mean in the help. */
export const helpDialogCommands: readonly Command[] = [
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
    id: 'help-page-down',
    scope: 'help',
    keys: ['page-down'],
    footerKey: 'PgUp PgDn',
    label: 'page',
    summary: 'A page down',
    footer: 3,
    isEnabled: always,
    run: (context) => moveHelp(context, listed(context), helpPage(context.store.getState())),
  },
  {
    id: 'help-page-up',
    scope: 'help',
    keys: ['page-up'],
    label: 'page up',
    summary: 'A page up',
    footer: null,
    isEnabled: always,
    run: (context) => moveHelp(context, listed(context), -helpPage(context.store.getState())),
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
];
