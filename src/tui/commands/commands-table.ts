import type { Command } from './command.ts';
import { dialogCommands } from './dialog-commands.ts';
import { paneCommands } from './pane-commands.ts';

/** Everything that a user can do. Key presses, the footer, the help and the README's table are all read from here. */
export const commandsTable: readonly Command[] = [...paneCommands, ...dialogCommands];

/** What the help lists and the README shows: the commands of the panes. */
export function helpCommands(): readonly Command[] {
  return paneCommands;
}
