import { always, closeDialog } from '../command-parts.ts';
import { canChangeLive } from '../refresh.ts';
import { scrollCommands } from './scroll-dialog.ts';
import { toSpyglassError } from '../../../base/errors.ts';
import { isConnected } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { StopStep } from '../../state/ui/dialog.ts';
import { failureText } from '../../state/failure-text.ts';
import type { Command, CommandContext } from '../command.ts';

export function canStop(state: DashboardState): true | string {
  if (state.playback) return canChangeLive(state);
  return isConnected(state) || 'No daemon is running: there is nothing to stop. {quit} quits.';
}

/** Asks whether the daemon is to stop. */
export function openStop({ store, nextId }: CommandContext): void {
  store.dispatch({
    type: 'dialog-opened',
    dialog: { kind: 'stop', id: nextId(), progress: { step: 'asking' } },
  });
}

const stopDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'stop' ? ui.dialog : null);

export function canConfirmStop(state: DashboardState): true | string {
  return stopDialog(state)?.progress.step !== 'stopping' || 'The daemon is being stopped already.';
}

/** Stops the daemon and, once it has agreed, quits; in a dialog that says why it failed, closes it. */
export async function confirmStop(context: CommandContext): Promise<void> {
  const { store, connection, quit } = context;
  const dialog = stopDialog(store.getState());
  if (dialog?.progress.step !== 'asking') {
    store.dispatch({ type: 'dialog-closed' });
    return;
  }
  const progressed = (progress: StopStep) =>
    store.dispatch({ type: 'stop-progressed', id: dialog.id, progress });
  progressed({ step: 'stopping' });
  try {
    await connection.request('shutdown', {});
    quit();
  } catch (thrown) {
    progressed({ step: 'failed', failure: failureText(toSpyglassError(thrown)) });
  }
}

/** What keys mean in the question whether the daemon is to stop. */
export const stopCommands: readonly Command[] = [
  ...scrollCommands('stop'),
  {
    id: 'stop-confirm',
    scope: 'stop',
    keys: ['y'],
    label: 'stop it',
    summary: 'Stop the daemon and quit',
    footer: 1,
    isEnabled: canConfirmStop,
    confirmsLoss: true,
    run: confirmStop,
  },
  {
    id: 'stop-cancel',
    scope: 'stop',
    keys: ['escape', 'n', 'q', 'enter'],
    label: 'close',
    summary: 'Close the dialog and let the daemon record',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
