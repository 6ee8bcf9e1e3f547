import { closeDialog } from '../command-parts.ts';
import { scrollCommands } from './scroll-dialog.ts';
import { toSpyglassError } from '../../../base/errors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { QuitStep } from '../../state/ui/dialog.ts';
import { failureText } from '../../state/failure-text.ts';
import type { Command, CommandContext } from '../command.ts';

const quitDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'quit' ? ui.dialog : null);

/** Quits. If a recording would end, the settings decide: ask, move it to the background, or stop it. */
export function quit(context: CommandContext): void | Promise<void> {
  const { recording, store, nextId } = context;
  if (!recording?.isAlive() || recording.onQuit === 'stop') return context.quit();
  store.dispatch({
    type: 'dialog-opened',
    dialog: { kind: 'quit', id: nextId(), progress: { step: 'asking' } },
  });
  return recording.onQuit === 'background' ? moveAndQuit(context) : undefined;
}

/** The safe answer: the recording goes on in a process of its own, and the dashboard quits once it does. */
export async function moveAndQuit(context: CommandContext): Promise<void> {
  const { recording, store } = context;
  const dialog = quitDialog(store.getState());
  if (!dialog || dialog.progress.step === 'moving') return;
  const progressed = (progress: QuitStep) =>
    store.dispatch({ type: 'quit-progressed', id: dialog.id, progress });
  progressed({ step: 'moving' });
  try {
    await recording?.moveToBackground();
    context.quit();
  } catch (thrown) {
    progressed({ step: 'failed', failure: failureText(toSpyglassError(thrown)) });
  }
}

/** Quits, and with it ends the recording. */
export function stopAndQuit({ quit }: CommandContext): void {
  quit();
}

export function canChoose(state: DashboardState): true | string {
  return quitDialog(state)?.progress.step !== 'moving' || 'The recording is on its way into the background.';
}

/** What keys mean in the question whether recording goes on in the background. */
export const quitCommands: readonly Command[] = [
  ...scrollCommands('quit'),
  {
    id: 'quit-background',
    scope: 'quit',
    keys: ['enter', 'b', 'ctrl-c'],
    label: 'keep recording',
    summary: 'Keep recording in the background, and quit',
    footer: 0,
    isEnabled: canChoose,
    run: moveAndQuit,
  },
  {
    id: 'quit-stop',
    scope: 'quit',
    keys: ['s'],
    label: 'stop recording',
    summary: 'Stop recording, and quit',
    footer: 2,
    isEnabled: canChoose,
    confirmsLoss: true,
    run: stopAndQuit,
  },
  {
    id: 'quit-stay',
    scope: 'quit',
    keys: ['escape', 'n', 'q'],
    label: 'stay',
    summary: 'Close the dialog and stay',
    footer: 1,
    isEnabled: canChoose,
    run: closeDialog,
  },
];
