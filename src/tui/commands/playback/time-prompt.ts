import { typedInstant } from '../../state/playback/typed-instant.ts';
import type { DashboardState } from '../../state/state.ts';
import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { enterAt } from './enter-at.ts';

const longestTime = 40;

const timeDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'time' ? ui.dialog : null);

/** Asks for the time to go to. */
export function openTime({ store }: CommandContext): void {
  store.dispatch({ type: 'dialog-opened', dialog: { kind: 'time', typed: '' } });
}

/** Adds a character to the time. */
export function typeIntoTime({ store }: CommandContext, character: string): void {
  const dialog = timeDialog(store.getState());
  if (!dialog || dialog.typed.length >= longestTime || (dialog.typed === '' && character === ' ')) return;
  store.dispatch({ type: 'time-typed', typed: dialog.typed + character });
}

function eraseInTime({ store }: CommandContext): void {
  const dialog = timeDialog(store.getState());
  if (dialog) store.dispatch({ type: 'time-typed', typed: dialog.typed.slice(0, -1) });
}

function canGo(state: DashboardState): true | string {
  const read = typedInstant(state, timeDialog(state)?.typed ?? '');
  return read.isValid || `No such time: ${read.reason}.`;
}

async function go(context: CommandContext): Promise<void> {
  const state = context.store.getState();
  const read = typedInstant(state, timeDialog(state)?.typed ?? '');
  if (!read.isValid) return;
  closeDialog(context);
  await enterAt(context, read.at);
}

/** What keys mean while a time is typed. */
export const timeCommands: readonly Command[] = [
  {
    id: 'time-go',
    scope: 'time',
    keys: ['enter'],
    label: 'go there',
    summary: 'Show the recording as of the time that was typed',
    footer: 1,
    isEnabled: canGo,
    run: go,
  },
  {
    id: 'time-erase',
    scope: 'time',
    keys: ['backspace'],
    label: 'erase',
    summary: 'Take back the last character of the time',
    footer: null,
    isEnabled: always,
    run: eraseInTime,
  },
  {
    id: 'time-close',
    scope: 'time',
    keys: ['escape'],
    label: 'close',
    summary: 'Close the prompt and stay where you are',
    footer: 0,
    isEnabled: always,
    run: closeDialog,
  },
];
