import { always, closeDialog } from '../command-parts.ts';
import type { Command } from '../command.ts';
import { scrollCommands } from './scroll-dialog.ts';

/** What keys mean in the dialog about the assumptions behind the levels. */
export const assumptionsCommands: readonly Command[] = [
  ...scrollCommands('assumptions'),
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
];
