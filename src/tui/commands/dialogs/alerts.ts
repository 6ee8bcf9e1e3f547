import { always, closeDialog } from '../command-parts.ts';
import { scrollCommands } from './scroll-dialog.ts';
import type { Command, CommandContext } from '../command.ts';

/** Opens the list of alert rules and of today's alerts. */
export function openAlerts({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'alerts' } });
}

/** What keys mean in the list of alerts. */
export const alertsCommands: readonly Command[] = [
  ...scrollCommands('alerts'),
  {
    id: 'alerts-close',
    scope: 'alerts',
    keys: ['escape', 'enter', 'A', 'q'],
    label: 'close',
    summary: 'Close the alerts',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
