import type { CommandContext } from './command.ts';

/** For commands that can be done at any time. */
export const always = (): true => true;

/** Closes the dialog that is open. */
export const closeDialog = ({ store }: CommandContext): void => store.dispatch({ type: 'dialog-closed' });
