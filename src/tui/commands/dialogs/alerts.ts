import type { CommandContext } from '../command.ts';

export function openAlerts({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'alerts' } });
}
