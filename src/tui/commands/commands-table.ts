import type { DashboardState } from '../state/state.ts';
import { cursorCommands } from './chart/cursor-commands.ts';
import type { Command } from './command.ts';
import { dialogCommands } from './dialogs/dialog-commands.ts';
import { effectiveCommands } from './effective-commands.ts';
import { paneCommands } from './pane-commands.ts';
import { playbackCommands } from './playback/playback-commands.ts';

/**
 * Everything that a user can do, with its default keys. Key presses, the footer, the help and the documented table are
 * all read from here.
 */
export const commandsTable: readonly Command[] = [
  ...paneCommands,
  ...playbackCommands,
  ...cursorCommands,
  ...dialogCommands,
];

/** The table with the keys that the user's settings give. */
export function commandsOf({ keys }: Pick<DashboardState, 'keys'>): readonly Command[] {
  return effectiveCommands(commandsTable, keys);
}
