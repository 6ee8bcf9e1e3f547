import type { DashboardState } from '../state/state.ts';
import { commandsOf } from '../commands/commands-table.ts';
import type { KeyOf } from './key-of.ts';
import { keyLabel } from './keys.ts';

/** The first key of a command as people call it; `null` where it has none. */
export function keyOfCommand(state: Pick<DashboardState, 'keys'>, id: string): string | null {
  const key = commandsOf(state).find((command) => command.id === id)?.keys[0];
  return key === undefined ? null : keyLabel(key);
}

/**
 * Keys as hints name them, the footer's among them: where one command stands for its neighbour too, the keys of both.
 */
export function hintKeys(state: Pick<DashboardState, 'keys'>): KeyOf {
  const commands = commandsOf(state);
  return (id) => commands.find((command) => command.id === id)?.footerKey ?? keyOfCommand(state, id);
}

/** A text in which `{id}` stands for the key of that command; one without a key can still be run from the help. */
export function withKeys(text: string, state: Pick<DashboardState, 'keys'>): string {
  return text.replaceAll(/\{([a-z0-9-]+)\}/g, (_, id: string) => keyOfCommand(state, id) ?? 'the help');
}
