import type { DashboardState } from '../state/state.ts';
import type { Command } from '../commands/command.ts';
import { commandsOf } from '../commands/commands-table.ts';
import { heldCommands, scopesOnPanes } from '../commands/held-commands.ts';
import type { KeyOf } from './key-of.ts';
import { keyLabel } from './keys.ts';

type KeyState = Pick<DashboardState, 'keys' | 'playback' | 'ui'>;

/** All commands with the keys that they have now: a playback and the chart's cursor have some that else are the panes'. */
function commandsNow(state: KeyState): readonly Command[] {
  const commands = commandsOf(state);
  const scopes = scopesOnPanes(state);
  if (scopes.length === 1) return commands;
  const held = heldCommands(commands, scopes);
  return commands.map((command) => held.find(({ id }) => id === command.id) ?? command);
}

/** The first key of a command as people call it; `null` where it has none. */
export function keyOfCommand(state: KeyState, id: string): string | null {
  const key = commandsNow(state).find((command) => command.id === id)?.keys[0];
  return key === undefined ? null : keyLabel(key);
}

/**
 * Keys as hints name them, the footer's among them: where one command stands for its neighbour too, the keys of both.
 */
export function hintKeys(state: KeyState): KeyOf {
  const commands = commandsNow(state);
  return (id) => {
    const command = commands.find((each) => each.id === id);
    const [key] = command?.keys ?? [];
    return command?.footerKey ?? (key === undefined ? null : keyLabel(key));
  };
}

/** A text in which `{id}` stands for the key of that command; one without a key can still be run from the help. */
export function withKeys(text: string, state: KeyState): string {
  return text.replaceAll(/\{([a-z0-9-]+)\}/g, (_, id: string) => keyOfCommand(state, id) ?? 'the help');
}
